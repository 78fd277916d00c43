import type { Viewer } from "../../chain/chainState.ts";
import type { ProviderNumber } from "../../domain/brand.ts";
import type { ProviderDesk } from "./providerDesk.ts";

/** For whom a provider speaks: itself, or an organization on whose staff it is. */
export interface Speaker {
  readonly provider: ProviderNumber;
  /** As the contracts want it: 0 when the provider speaks for itself. */
  readonly doctor: ProviderNumber | 0;
  readonly viewer: Viewer;
}

export function speakerOf(desk: ProviderDesk, onBehalfOf: ProviderNumber | undefined): Speaker {
  const itself = onBehalfOf === undefined || onBehalfOf === desk.provider;
  const provider = itself ? desk.provider : onBehalfOf;
  return {
    provider,
    doctor: itself ? 0 : desk.provider,
    viewer: { account: desk.wallet, provider },
  };
}
