/**
 * Entry of the crypto module worker. Seeds live here once unlocked and leave only as
 * a sealed vault or, when the person asks, as a recovery sheet.
 */
import { createCrypto } from "../createCrypto.ts";
import { platformRandom } from "../random.ts";
import type { Endpoint } from "./protocol.ts";
import { serveCrypto } from "./serveCrypto.ts";

// The DOM and worker libraries type `self` differently; both have what Endpoint asks.
serveCrypto(globalThis as unknown as Endpoint, createCrypto(platformRandom));
