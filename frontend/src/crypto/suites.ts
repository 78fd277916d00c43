/**
 * Suite bytes. A new suite is a new number here and a new branch where it is read;
 * a number that isn't known is refused with crypto.unknown-suite.
 */

/** AES-256-GCM in a STREAM of 256 KiB chunks, HKDF-SHA256, HMAC-SHA256. */
export const payloadSuite = 1;
/** HPKE base mode with X-Wing, HKDF-SHA256 and AES-256-GCM. */
export const identitySuite = 1;
/** Ed25519. */
export const signingSuite = 1;
