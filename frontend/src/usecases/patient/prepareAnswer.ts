import type { ProviderNumber } from "../../domain/brand.ts";
import type { PatientChart } from "../charts/patientChart.ts";
import { UseCaseError } from "../errors.ts";
import { prepareOrder } from "../transactions/prepareOrder.ts";
import type { SponsorablePrepared } from "../useCases.ts";

/** Says no to an open request. */
export async function prepareDenial(
  { ports, patient, viewer }: PatientChart,
  provider: ProviderNumber,
): Promise<SponsorablePrepared> {
  const access = await ports.reader.accessOf(patient, provider, viewer);
  if (access.request === undefined) throw new UseCaseError("usecases.no-request");
  return prepareOrder(
    ports,
    { order: "deny", patient, provider },
    {
      kind: "deny",
      facts: { provider },
      calls: [ports.writer.calls.deny(patient, provider)],
      finish: async () => undefined,
    },
  );
}

/** Another end date; nothing is sealed anew. @param expiresAt Unix seconds. */
export async function prepareRenewal(
  { ports, patient, viewer }: PatientChart,
  provider: ProviderNumber,
  expiresAt: number,
): Promise<SponsorablePrepared> {
  const [access, now] = await Promise.all([
    ports.reader.accessOf(patient, provider, viewer),
    ports.reader.timestampOf(),
  ]);
  if (access.terms === undefined || access.terms.expiresAt <= now) {
    throw new UseCaseError("usecases.no-grant");
  }
  const until = Math.floor(expiresAt);
  if (!(until > now && until <= 0xffff_ffff)) throw new UseCaseError("usecases.invalid-expiry");
  return prepareOrder(
    ports,
    { order: "renew", patient, provider, expiresAt: until },
    {
      kind: "renew",
      facts: { provider, until },
      calls: [ports.writer.calls.renew(patient, provider, until)],
      finish: async () => undefined,
    },
  );
}
