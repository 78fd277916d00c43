import type { Address } from "../domain/brand.ts";
import type { Hex } from "./calls.ts";
import { contractInterfaces } from "./contractInterfaces.ts";
import { contractNames } from "./contractNames.ts";
import type { Deployment } from "./deployment.ts";

/** What a transaction's data says, as label and value, for whoever has to confirm it. */
export function describeCall(
  deployment: Deployment,
  to: Address,
  data: Hex,
): { label: string; value: string }[] {
  const contract = contractNames.find((name) => deployment.addresses[name] === to);
  const call = contract && contractInterfaces[contract].parseTransaction({ data });
  if (contract === undefined || !call) {
    return [
      { label: "to", value: to },
      { label: "data", value: data },
    ];
  }
  return [
    { label: "contract", value: contract },
    { label: "order", value: call.name },
    ...call.fragment.inputs.map((input, index) => ({
      label: input.name,
      value: shown(call.args[index]),
    })),
  ];
}

function shown(value: unknown): string {
  return Array.isArray(value) ? `(${value.map(shown).join(", ")})` : String(value);
}
