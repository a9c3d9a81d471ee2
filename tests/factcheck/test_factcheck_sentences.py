"""What the fact check says to true, false, early and absurd sentences, over the shipped process."""

from __future__ import annotations

import pytest

from servanda.factcheck import check_sentence

YES, NO, LATER, SILENT = "supported", "contradicted", "not_knowable", "not_covered"
ESSAY = "2019-02-21"
NOW = "2026-11-01"

LULLS = [
    (ESSAY, "nearly 450 days without any nuclear and ballistic tests", YES),
    (ESSAY,
     "With nearly 450 days without any nuclear and ballistic tests, the Korean "
     "peninsula has entered a new phase.", YES),
    (ESSAY, "600 days without any nuclear and ballistic tests", NO),
    (ESSAY, "more than 500 days without a nuclear test", YES),
    ("2019-05-10", "nearly 450 days without any nuclear and ballistic tests", NO),
    (NOW, "nearly 450 days without any nuclear and ballistic tests", NO),
    (ESSAY, "North Korea has launched no missile for almost 15 months", YES),
    (ESSAY, "three years without a nuclear test", NO),
    (ESSAY, "more than a year without a ballistic missile launch", YES),
]  # fmt: skip
TESTS = [
    (ESSAY, "The sixth nuclear test was on 3 September 2017", YES),
    (ESSAY, "The sixth nuclear test was in October 2016", NO),
    (ESSAY, "North Korea has conducted six nuclear tests", YES),
    (ESSAY, "North Korea has conducted five nuclear tests", NO),
    (ESSAY, "North Korea has carried out seven nuclear tests", NO),
    (ESSAY, "North Korea conducted two nuclear tests in 2016", YES),
    (ESSAY, "North Korea conducted a nuclear test in 2018", NO),
    (ESSAY, "North Korea launched a Hwasong-15 on 29 November 2017", YES),
    (ESSAY, "North Korea launched a Hwasong-15 on 28 November 2017", YES),
    (ESSAY, "North Korea fired a ballistic missile on 4 July 2018", NO),
    (ESSAY, "North Korea launched a ballistic missile on 4 May 2019", LATER),
    (ESSAY, "There were no nuclear tests in 2018", YES),
    (ESSAY, "There were no nuclear tests in 2017", NO),
    (ESSAY, "North Korea has never tested a nuclear weapon", NO),
    (ESSAY, "The last nuclear test was in September 2017", YES),
    (ESSAY, "South Korea tested a nuclear weapon in 2018", SILENT),
    (ESSAY, "North Korea tested a hydrogen bomb in Japan in September 2017", SILENT),
    (ESSAY, "The fifth nuclear test was in January 2016", NO),
    (ESSAY, "North Korea has not launched a ballistic missile since November 2017", YES),
    (ESSAY, "North Korea has not launched a ballistic missile since 2015", NO),
]  # fmt: skip
MEETINGS = [
    (ESSAY, "Kim Jong-un's meetings with Chinese, South Korean and American leaders", YES),
    (ESSAY, "Kim Jong-un met Donald Trump in Singapore on 12 June 2018", YES),
    (ESSAY, "Kim Jong Un met Donald Trump in Singapore", YES),
    (ESSAY, "Kim Jong-un met Donald Trump in Singapore on 13 June 2018", NO),
    (ESSAY, "Kim Jong-un met Donald Trump in Paris", NO),
    (ESSAY, "Trump and Kim never met", NO),
    ("2018-05-01", "Trump and Kim never met", YES),
    (ESSAY, "Donald Trump met Kim Jong-un in Hanoi in February 2019", LATER),
    ("2019-03-05", "Donald Trump met Kim Jong-un in Hanoi in February 2019", YES),
    ("2019-03-05", "Donald Trump met Kim Jong-un in Vietnam", YES),
    (ESSAY, "Kim and Moon met three times in 2018", YES),
    (ESSAY, "Kim and Moon met four times in 2018", NO),
    (ESSAY, "Kim Jong-un met Xi Jinping four times", YES),
    (ESSAY, "Kim Jong-un and Vladimir Putin met in Vladivostok", LATER),
    (ESSAY, "Trump and Kim first met in Singapore", YES),
    ("2019-03-05", "Trump and Kim first met in Hanoi", NO),
    (ESSAY, "Kim Jong-un met Elvis Presley in Las Vegas", SILENT),
    (ESSAY, "Kim Jong-un met Donald Trump on the moon with Elvis Presley", SILENT),
    (ESSAY, "Xi Jinping and Kim Jong-un met in Dalian in May 2018", YES),
    (ESSAY, "The first inter-Korean summit took place on 27 April 2018", NO),
    (ESSAY, "The third inter-Korean summit took place on 27 April 2018", YES),
    (ESSAY, "Trump's unprecedented meetings with Kim Jong-un", YES),
    (ESSAY, "Mike Pompeo met Kim Jong-un in Pyongyang in May 2018", YES),
    (ESSAY,
     "Direct negotiations between the United States and North Korea are taking place "
     "for the first time at the highest level", YES),
    (ESSAY, "Donald Trump and Vladimir Putin met in Helsinki in July 2018", SILENT),
    (ESSAY, "Xi and Trump never met", SILENT),
    (ESSAY, "Kim Jong-un met Donald Trump on a flying saucer in Singapore", SILENT),
    (ESSAY, "Kim Jong-un's sister met Donald Trump", SILENT),
    (ESSAY, "Kim Yong-chol met Donald Trump at the White House", YES),
    (ESSAY, "US and North Korean officials met in Stockholm in January 2019", YES),
    (ESSAY, "Trump and Kim met twice", NO),
    (ESSAY, "Trump and Kim did not meet in 2017", YES),
    (ESSAY, "Kim Jong-un and Moon Jae-in did not meet in 2018", NO),
    (ESSAY, "Kim Jong-un will meet Donald Trump in Hanoi", YES),
    (ESSAY, "Sweden hosted the summit of Kim Jong-un and Donald Trump", SILENT),
]  # fmt: skip
PROMISES = [
    (ESSAY,
     "Kim Jong-un pledged to work towards the complete denuclearization of the "
     "Korean peninsula", YES),
    (ESSAY,
     "Kim Jong-un pledged to work towards the complete denuclearization of the "
     "Korean peninsula, and recalled in his speech on January 1, 2019, that his "
     "country will not make, test, use or proliferate nuclear weapons.", YES),
    (ESSAY,
     "Kim Jong-un recalled in his speech on January 1, 2018, that his country will "
     "not make, test, use or proliferate nuclear weapons", NO),
    (ESSAY,
     "Donald Trump committed to building new relationships between Washington and "
     "Pyongyang and promoting peace", YES),
    (ESSAY,
     "both sides have announced their agreement to pursue simultaneously and "
     "progressively all the commitments made in their joint declaration", YES),
    (ESSAY, "North Korea promised to test more nuclear weapons", NO),
    (ESSAY, "Kim Jong-un pledged to eat a hat", SILENT),
    (ESSAY, "Kim Jong-un never pledged to work towards complete denuclearization", NO),
    (ESSAY, "Donald Trump promised to give Alaska to North Korea", SILENT),
    (ESSAY, "The two Koreas agreed to withdraw 11 guard posts each", YES),
    (ESSAY, "The two Koreas agreed to withdraw 12 guard posts each", NO),
    (ESSAY, "Kim Jong-un promised to visit Seoul", YES),
    (ESSAY, "The United States agreed in 1994 to open a liaison office in Pyongyang", YES),
    (ESSAY, "Donald Trump promised to stop large joint military exercises", YES),
    (ESSAY, "North Korea pledged to rebuild the Tongchang-ri engine test stand", SILENT),
    (ESSAY, "North Korea pledged to dismantle the Tongchang-ri engine test stand", YES),
    (ESSAY, "Moon Jae-in pledged to build nuclear weapons", SILENT),
    (ESSAY, "Kim Jong-un pledged to continue nuclear tests", NO),
    (ESSAY, "Donald Trump promised to lift all sanctions", SILENT),
    (ESSAY, "North Korea promised in 2005 to abandon all nuclear weapons", YES),
    (ESSAY, "Japan agreed in 1994 to provide light-water reactors", SILENT),
]  # fmt: skip
QUOTATIONS = [
    (ESSAY,
     'His special envoy recalled that the President was "deeply and personally '
     'committed to putting a definitive end to 70 years of war and hostility"', YES),
    (ESSAY,
     'the President was "deeply and personally committed to putting a definitive end '
     'to 60 years of war and hostility"', NO),
    (ESSAY,
     'As the South Korean President recalled, denuclearization is "the absolute '
     'condition for peace"', LATER),
    (ESSAY, 'Kim Jong-un said "the moon is made of green cheese and belongs to us"', SILENT),
    (ESSAY, 'Kim Jong-un said "There is no longer a Nuclear Threat from North Korea"', NO),
]  # fmt: skip
AGREEMENTS = [
    (ESSAY, "the inter-Korean military agreement of September 2018", YES),
    (ESSAY, "The implementation of the inter-Korean military agreement of September 2018", YES),
    (ESSAY, "the inter-Korean military agreement of March 2017", NO),
    (ESSAY, "The Panmunjom Declaration was signed on 27 April 2018", YES),
    (ESSAY, "The Panmunjom Declaration was signed in May 2017", NO),
    (ESSAY,
     "opening of liaison offices in Washington and Pyongyang, already mentioned in "
     "the mid-1990s", YES),
    (ESSAY, "Liaison offices were opened in Washington and Pyongyang in 1995", SILENT),
    (ESSAY, "the Military Armistice Commission planned for 1953", YES),
    (ESSAY, "The Military Armistice Commission was set up in 1960", NO),
    (ESSAY, "North Korea demolished the liaison office at Kaesong in June 2020", LATER),
    ("2020-06-17", "North Korea demolished the liaison office at Kaesong in June 2020", YES),
    ("2020-06-17", "South Korea demolished the liaison office at Kaesong in June 2020", SILENT),
    ("2023-11-24", "North Korea renounced the military agreement in November 2023", YES),
    (ESSAY, "North Korea withdrew from the NPT in 2003", YES),
    (ESSAY, "South Korea withdrew from the NPT in 2003", SILENT),
    (ESSAY, "Donald Trump signed the Panmunjom Declaration", SILENT),
    (ESSAY, "Donald Trump signed the Agreed Framework in 1994", SILENT),
    (ESSAY, "The Agreed Framework was signed in 1995", NO),
    (ESSAY, "Security Council resolution 2397 was adopted in December 2017", YES),
    (ESSAY, "Security Council resolution 2397 was adopted in December 2016", NO),
    (ESSAY, "Security Council resolution 9999 was adopted in December 2017", SILENT),
    (ESSAY, "Moon Jae-in took office in May 2017", YES),
    (ESSAY, "The liaison office at Kaesong opened in September 2018", YES),
    (ESSAY, "The liaison office at Kaesong opened in March 2017", NO),
]  # fmt: skip
DISTANCES = [
    (ESSAY, "few months before the 2020 US elections", NO),
    ("2020-07-01", "few months before the 2020 US elections", YES),
]  # fmt: skip
TREATIES = [
    (ESSAY, "North Korea has not signed the CTBT", YES),
    (ESSAY, "North Korea has signed the CTBT", NO),
    (ESSAY, "The United States has ratified the CTBT", NO),
    (ESSAY,
     "encouraging North Korea to sign the Comprehensive Nuclear-Test-Ban Treaty "
     "(CTBT)", YES),
    (ESSAY, "the inspectors left in 2009", YES),
    (ESSAY, "the inspectors left in 2012", NO),
    (ESSAY, "IAEA inspectors have returned to Yongbyon", NO),
    (ESSAY, "the return of international inspectors to sites such as Yongbyon", YES),
    (ESSAY, "China has signed the CTBT", YES),
    (ESSAY, "China has ratified the CTBT", NO),
    (ESSAY, "IAEA inspectors visited Yongbyon in 2018", NO),
]  # fmt: skip
STATES = [
    (ESSAY, "The guard posts were destroyed and verified", YES),
    (ESSAY, "North Korea broke its moratorium on ICBM tests", NO),
    ("2022-03-25", "North Korea broke its moratorium on ICBM tests", YES),
    (ESSAY, "North Korea observed its moratorium on nuclear tests", YES),
    (ESSAY, "The Punggye-ri test site was verifiably dismantled", NO),
    (ESSAY, "Yongbyon was dismantled", LATER),
    (ESSAY, "22 guard posts were destroyed", NO),
    (ESSAY, "All guard posts in the Demilitarized Zone were destroyed", NO),
    (ESSAY, "Mines in the Joint Security Area were cleared", YES),
]  # fmt: skip
FIGURES = [
    (ESSAY, "55 boxes of remains were returned", YES),
    (ESSAY, "54 boxes of remains were returned", NO),
    (ESSAY, "55 boxes of remains were returned in July 2018", YES),
    (ESSAY, "208 boxes of remains were returned in July 2018", NO),
    (ESSAY, "the remains of the 267 French soldiers who died during the Korean War", YES),
    (ESSAY, "300 French soldiers died during the Korean War", NO),
    (ESSAY,
     "exemptions recently obtained by France for the NGOs Première Urgence "
     "Internationale and Handicap International", YES),
    (ESSAY, "168 states have ratified the CTBT", YES),
    (ESSAY, "200 states have ratified the CTBT", NO),
    (ESSAY,
     "Third parties, such as Sweden, have and continue to play an important "
     "facilitating role", YES),
    (ESSAY, "Handicap International was refused an exemption", NO),
    (ESSAY, "South Korea returned 55 boxes of remains", SILENT),
]  # fmt: skip
ABSURD = [
    (ESSAY, "North Korea's nuclear and ballistic capabilities continue to increase", SILENT),
    (ESSAY, "The moon is made of cheese", SILENT),
    (ESSAY, "Sweden invaded Korea in 2018", SILENT),
    (ESSAY, "Kim Jong-un rode a unicorn to Singapore", SILENT),
    (ESSAY, "Donald Trump should meet Kim Jong-un in Singapore", SILENT),
    (ESSAY, "On 31 February 2019 Kim Jong-un met Donald Trump", NO),
    (ESSAY,
     "2018 was marked by North Korean diplomatic activism, initiated by the "
     "country's participation in the Pyeongchang Winter Olympics and symbolized by "
     "Kim Jong-un's meetings with Chinese, South Korean and, of course, American "
     "leaders.", YES),
    (ESSAY, "North Korea bombed Singapore in 2018", SILENT),
    (ESSAY, "Kim Jong-un is the president of France", SILENT),
]  # fmt: skip
# Sentences that words alone would support.
TRAPS = [
    (ESSAY, "Kim Jong-un met Donald Trump in Singapore and gave him a nuclear missile", SILENT),
    (ESSAY, "North Korea has stopped all missile tests since 1990", SILENT),
    (ESSAY, "North Korea handed over 55 boxes of gold", SILENT),
    (ESSAY, "55 boxes of remains were burned", SILENT),
    (ESSAY, "The Panmunjom Declaration was signed in Beijing", SILENT),
    (ESSAY, "Donald Trump pledged to denuclearize North Korea", SILENT),
    (ESSAY, "Both sides agreed to destroy Seoul", SILENT),
    (ESSAY, "The two Koreas agreed never to clear mines in the Joint Security Area", NO),
    (ESSAY, "North Korea violated the no-fly zones", NO),
    (ESSAY, "South Korea violated the military agreement", NO),
    (ESSAY, "Ulchi Freedom Guardian was held in 2018", NO),
    (ESSAY, "Ulchi Freedom Guardian was not held in 2018", YES),
    (ESSAY, "Four detained US citizens were released in May 2018", NO),
    (ESSAY, "Thailand ratified the CTBT in 2016", NO),
    (ESSAY, "The NPT was signed by Kim Jong-un", SILENT),
]
ALL = [
    *TRAPS,
    *LULLS,
    *TESTS,
    *MEETINGS,
    *PROMISES,
    *QUOTATIONS,
    *AGREEMENTS,
    *DISTANCES,
    *TREATIES,
    *STATES,
    *FIGURES,
    *ABSURD,
]


@pytest.mark.parametrize(("day", "sentence", "expected"), ALL)
def test_a_sentence_gets_its_verdict(korea_as_of, day, sentence, expected):
    checked = check_sentence(sentence, korea_as_of(day), korea_as_of(NOW))
    assert checked.verdict == expected, checked.claims


@pytest.mark.parametrize(("day", "sentence", "expected"), ALL)
def test_what_is_decided_cites_records_known_on_that_day(korea_as_of, day, sentence, expected):
    dossier = korea_as_of(day)
    for claim in check_sentence(sentence, dossier, korea_as_of(NOW)).claims:
        if claim.answer in (YES, NO):
            assert all(id in dossier for id in claim.cites)
            assert claim.cites or "never met" in claim.claim or "no day" in claim.explanation
