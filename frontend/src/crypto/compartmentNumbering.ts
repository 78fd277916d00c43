import type { Compartment } from "../domain/brand.ts";
import { limits } from "./limits.ts";
import type { Random } from "./random.ts";

/**
 * A fresh order of the drawer numbers 1..15 for one chart, so that a number on chain
 * tells nothing about what is in the drawer. 0 stays first: it is the emergency
 * summary everywhere, which a responder must find without the vault.
 */
export function shuffleCompartments(random: Random): Compartment[] {
  const numbers = Array.from({ length: limits.lastCompartment }, (_, index) => index + 1);
  // Fisher-Yates.
  for (let last = numbers.length - 1; last > 0; last--) {
    const chosen = uniform(last + 1, random);
    const swapped = numbers[last] ?? 0;
    numbers[last] = numbers[chosen] ?? 0;
    numbers[chosen] = swapped;
  }
  return [0, ...numbers] as Compartment[];
}

/** 0..below-1, each as likely: bytes above the last full multiple are drawn again. */
export function uniform(below: number, random: Random): number {
  const fair = 256 - (256 % below);
  for (;;) {
    const byte = random(1)[0] ?? 0;
    if (byte < fair) return byte % below;
  }
}
