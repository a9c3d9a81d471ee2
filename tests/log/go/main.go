// Command main checks a ledger's log with the Go project's own tlog and note packages.
//
// Usage: main LOG-FOLDER VERIFIER-KEY. Proofs to check stand on standard input, one a line:
//
//	inclusion INDEX HASH...
//	consistency OLD-SIZE OLD-ROOT HASH...
//
// hashes being base64. It prints "ok" and the tree's size, or what is wrong.
package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

// folder reads tiles from c2sp.org/tlog-tiles' paths, which leave the height out.
type folder string

func (f folder) Height() int { return height }

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		data, err := os.ReadFile(filepath.Join(string(f), path))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

func main() {
	log.SetFlags(0)
	dir := folder(os.Args[1])
	tree := openCheckpoint(dir, os.Args[2])
	hashes := tlog.TileHashReader(tree, dir)
	entries := readEntries(dir, tree.N)
	checkEntries(tree, hashes, entries)
	checkGivenProofs(tree, entries)
	fmt.Println("ok", tree.N)
}

func openCheckpoint(dir folder, key string) tlog.Tree {
	text, err := os.ReadFile(filepath.Join(string(dir), "checkpoint"))
	check(err)
	verifier, err := note.NewVerifier(key)
	check(err)
	opened, err := note.Open(text, note.VerifierList(verifier))
	check(err)
	lines := strings.Split(opened.Text, "\n")
	if lines[0] != verifier.Name() {
		log.Fatalf("origin %q, key of %q", lines[0], verifier.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	root, err := tlog.ParseHash(lines[2])
	check(err)
	return tlog.Tree{N: size, Hash: root}
}

func readEntries(dir folder, size int64) [][]byte {
	var entries [][]byte
	for start := int64(0); start < size; start += 256 {
		tile := tlog.Tile{H: height, L: 0, N: start / 256, W: 256}
		if size-start < 256 {
			tile.W = int(size - start)
		}
		path := strings.Replace(tile.Path(), "tile/8/0/", "tile/entries/", 1)
		data, err := os.ReadFile(filepath.Join(string(dir), path))
		check(err)
		for len(data) > 0 {
			length := int(binary.BigEndian.Uint16(data))
			entries = append(entries, data[2:2+length])
			data = data[2+length:]
		}
	}
	if int64(len(entries)) != size {
		log.Fatalf("%d entries, not %d", len(entries), size)
	}
	return entries
}

// checkEntries proves every entry with Go's own proofs from our tiles, which
// TileHashReader authenticates against the signed root.
func checkEntries(tree tlog.Tree, hashes tlog.HashReader, entries [][]byte) {
	for index, entry := range entries {
		proof, err := tlog.ProveRecord(tree.N, int64(index), hashes)
		check(err)
		check(tlog.CheckRecord(proof, tree.N, tree.Hash, int64(index), tlog.RecordHash(entry)))
	}
}

func checkGivenProofs(tree tlog.Tree, entries [][]byte) {
	input := bufio.NewScanner(os.Stdin)
	for input.Scan() {
		words := strings.Fields(input.Text())
		number, err := strconv.ParseInt(words[1], 10, 64)
		check(err)
		var proof []tlog.Hash
		for _, word := range words[2:] {
			hash, err := tlog.ParseHash(word)
			check(err)
			proof = append(proof, hash)
		}
		if words[0] == "inclusion" {
			leaf := tlog.RecordHash(entries[number])
			check(tlog.CheckRecord(proof, tree.N, tree.Hash, number, leaf))
		} else {
			check(tlog.CheckTree(proof[1:], tree.N, tree.Hash, number, proof[0]))
		}
	}
	check(input.Err())
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
