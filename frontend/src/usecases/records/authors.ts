import type { Viewer } from "../../chain/chainState.ts";
import type { ChainReader } from "../../chain/reader.ts";
import type { PatientNumber, ProviderNumber } from "../../domain/brand.ts";
import { readPatientSide } from "../charts/patientSide.ts";
import type { Author, ProviderView } from "../model.ts";
import type { PeopleViews } from "../people/peopleViews.ts";
import type { RecordFact } from "./recordFacts.ts";

/** Who added each record, as the chain says; "unknown" where it no longer tells. */
export async function readAuthors(
  people: PeopleViews,
  facts: ReadonlyMap<number, RecordFact>,
  chart: { readonly reader: ChainReader; readonly patient: PatientNumber; readonly viewer: Viewer },
): Promise<(ref: number) => Author> {
  const numbers = new Set<ProviderNumber>();
  for (const { provider, doctor } of facts.values()) {
    if (provider !== undefined) numbers.add(provider);
    if (doctor !== undefined) numbers.add(doctor);
  }
  const views = new Map<ProviderNumber, ProviderView>();
  for (const number of numbers) {
    const view = await people.findProvider(number);
    if (view !== undefined) views.set(number, view);
  }
  const ofPatient = [...facts.values()].filter(({ provider }) => provider === undefined);
  const sideOf =
    ofPatient.length === 0
      ? undefined
      : await readPatientSide(
          chart.reader,
          chart.patient,
          chart.viewer,
          ofPatient.map(({ author }) => author),
        );
  return (ref) => {
    const fact = facts.get(ref);
    if (fact === undefined) return { by: "unknown" };
    if (fact.provider === undefined) {
      const side = sideOf?.(fact.author, fact.place);
      return side === undefined || side.by === "unknown" ? { by: "unknown" } : side;
    }
    const provider = views.get(fact.provider);
    if (provider === undefined) return { by: "unknown" };
    const doctor = fact.doctor === undefined ? undefined : views.get(fact.doctor);
    return doctor === undefined
      ? { by: "provider", provider }
      : { by: "provider", provider, doctor };
  };
}
