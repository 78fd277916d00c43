import type { Address, Compartment } from "../../domain/brand.ts";
import { type ExpiryChoice, expiryDate } from "../../ui/form/expiryDate.ts";
import { expiryOn } from "../../ui/terms/termsDraft.ts";
import {
  type CompartmentView,
  type DelegatePower,
  type DelegateView,
  delegatePowers,
} from "../../usecases/model.ts";

export interface DelegateDraft {
  readonly account: Address | undefined;
  /** What the patient calls them; "" for nothing. */
  readonly name: string;
  readonly kind: "acting" | "managing";
  readonly powers: readonly DelegatePower[];
  /** What an acting delegate may open; a managing one holds the key to everything. */
  readonly read: readonly Compartment[];
  readonly expiry: ExpiryChoice;
}

export function usualDelegate(compartments: readonly CompartmentView[]): DelegateDraft {
  return {
    account: undefined,
    name: "",
    kind: "acting",
    powers: ["add-records"],
    read: compartments.filter((one) => !one.sensitive).map((one) => one.compartment),
    expiry: { kind: "year" },
  };
}

/** What somebody may do already, as a start for changing it. */
export function draftOf(
  delegate: DelegateView,
  now: Date,
  compartments: readonly CompartmentView[],
): DelegateDraft {
  const usual = usualDelegate(compartments);
  const { account, name = "", managing, powers, read, until } = delegate;
  return {
    account,
    name,
    kind: managing ? "managing" : "acting",
    powers,
    read: managing ? usual.read : (read ?? []),
    expiry: until * 1000 > now.getTime() ? expiryOn(until) : usual.expiry,
  };
}

/** Changing keys takes the recovery sheet: nobody else could put right ones in place. */
export function offeredPowers(kind: DelegateDraft["kind"]): readonly DelegatePower[] {
  return delegatePowers.filter((power) => power !== "keys" || kind === "managing");
}

export interface ChosenDelegate {
  readonly account: Address;
  readonly powers: readonly DelegatePower[];
  readonly until: number;
  readonly managing: boolean;
  readonly read: readonly Compartment[];
}

/** Undefined while something is missing. */
export function chosenDelegate(draft: DelegateDraft, now: Date): ChosenDelegate | undefined {
  const end = expiryDate(draft.expiry, now);
  const { account } = draft;
  const powers = offeredPowers(draft.kind).filter((power) => draft.powers.includes(power));
  if (account === undefined || end === undefined || end <= now || powers.length === 0) {
    return undefined;
  }
  const managing = draft.kind === "managing";
  return {
    account,
    powers,
    until: Math.floor(end.getTime() / 1000),
    managing,
    // A managing delegate opens everything with the recovery sheet; no envelope is needed.
    read: managing ? [] : draft.read,
  };
}
