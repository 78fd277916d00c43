import type { ProviderView } from "../../usecases/model.ts";
import type { HandOver, StaffMember } from "./queries.ts";

/** Who could be handed a chart: on the staff now, verified, and not on the list above it already. */
export function doctorsToHandTo(
  staff: readonly StaffMember[],
  handOvers: readonly HandOver[],
): readonly ProviderView[] {
  const have = new Set(
    handOvers.filter(({ current }) => current).map(({ doctor }) => doctor.provider),
  );
  return staff
    .filter(({ current, doctor }) => current && doctor.verifiedNow && !have.has(doctor.provider))
    .map(({ doctor }) => doctor);
}
