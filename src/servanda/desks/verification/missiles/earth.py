"""The Earth that the flights are reckoned on."""

from __future__ import annotations

import numpy as np

RADIUS_KM = 6371.0  # mean radius
MU_KM3_S2 = 398600.4418  # gravitational parameter, WGS 84
G0_KM_S2 = 9.80665e-3  # standard gravity, by which specific impulse is defined
ROTATION_RAD_S = 7.2921159e-5  # WGS 84
HALF_CIRCUMFERENCE_KM = np.pi * RADIUS_KM

SEA_LEVEL_DENSITY_KG_M3 = 1.225
