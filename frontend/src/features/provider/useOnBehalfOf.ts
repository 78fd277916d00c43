import { useSearchParams } from "react-router";
import type { ProviderNumber } from "../../domain/brand.ts";
import { toNumber } from "../../session/useNumberParam.ts";

/** The organization for which a doctor acts on this page, from `?for=`; undefined: for oneself. */
export function useOnBehalfOf(): ProviderNumber | undefined {
  return toNumber<ProviderNumber>(useSearchParams()[0].get("for"));
}

/** The same page or another one, still for the same organization. */
export function pathFor(path: string, organization: ProviderNumber | undefined): string {
  return organization === undefined
    ? path
    : `${path}?${new URLSearchParams({ for: String(organization) })}`;
}

export interface OnBehalfOf {
  readonly onBehalfOf?: ProviderNumber;
}

/** As the use cases take it. */
export function onBehalfOf(organization: ProviderNumber | undefined): OnBehalfOf {
  return organization === undefined ? {} : { onBehalfOf: organization };
}
