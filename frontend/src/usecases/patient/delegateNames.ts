// What the patient calls those who act for them. Nobody else's business: kept in this browser alone,
// sealed under the patient's own key.
import { z } from "zod";
import type { Address } from "../../domain/brand.ts";
import { sameAddress } from "../../domain/sameAddress.ts";
import type { PatientChart } from "../charts/patientChart.ts";
import { delegateNameLength } from "../model.ts";

const namesSchema = z
  .array(z.tuple([z.string().regex(/^0x[0-9a-fA-F]{40}$/), z.string().max(4 * delegateNameLength)]))
  .max(1_000);

export interface DelegateName {
  readonly account: Address;
  readonly name: string;
}

/** What can't be opened any more (another seed, damage) is as good as none. */
export async function readDelegateNames(chart: NamingChart): Promise<readonly DelegateName[]> {
  const key = keyOf(chart);
  const sealed = await chart.ports.store.get(key);
  if (sealed === undefined) return [];
  try {
    const content = await chart.session.openLocal(key, sealed);
    const names = namesSchema.parse(JSON.parse(new TextDecoder().decode(content)));
    return names.map(([account, name]) => ({ account: account as Address, name }));
  } catch {
    return [];
  }
}

/** An empty name takes it away again. */
export async function nameDelegate(
  chart: NamingChart,
  account: Address,
  name: string,
): Promise<void> {
  const others = (await readDelegateNames(chart)).filter(
    (one) => !sameAddress(one.account, account),
  );
  const kept = [...name.trim()].slice(0, delegateNameLength).join("");
  const names = kept === "" ? others : [...others, { account, name: kept }];
  const key = keyOf(chart);
  const content = new TextEncoder().encode(
    JSON.stringify(names.map((one) => [one.account, one.name])),
  );
  await chart.ports.store.set(key, await chart.session.sealLocal(key, content));
}

type NamingChart = Pick<PatientChart, "ports" | "session" | "patient">;

function keyOf({ patient }: NamingChart): string {
  return `delegate-names/${patient}`;
}
