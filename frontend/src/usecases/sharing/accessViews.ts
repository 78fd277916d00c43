import type { Access } from "../../chain/chainState.ts";
import { compartmentsIn, fullMask, maskOf } from "../../domain/masks.ts";
import type { Terms } from "../../domain/terms.ts";
import { type Drawers, usuallyShared } from "../charts/drawers.ts";
import type { AccessView, ProviderView, TermsView } from "../model.ts";

export function toTermsView(terms: Terms): TermsView {
  return {
    read: compartmentsIn(terms.readMask),
    write: compartmentsIn(terms.writeMask),
    purpose: terms.purpose,
    expiresAt: terms.expiresAt,
  };
}

export function fromTermsView(view: TermsView): Terms {
  return {
    readMask: maskOf(view.read),
    writeMask: maskOf(view.write),
    purpose: view.purpose,
    expiresAt: Math.floor(view.expiresAt),
  };
}

export interface AccessViewOptions {
  readonly provider: ProviderView;
  /** Unix seconds, the chain's clock. */
  readonly now: number;
  /** The patient's own drawers: turns "everything" into what is usually shared. */
  readonly drawers?: Drawers;
  /** Who asked on the provider's behalf. */
  readonly doctor?: ProviderView | undefined;
}

export function toAccessView(access: Access, options: AccessViewOptions): AccessView {
  const { provider, drawers, doctor } = options;
  const { terms, request } = access;
  return {
    patient: access.patient,
    provider,
    state: stateOf(access, options.now),
    grant: terms === undefined ? undefined : toTermsView(terms),
    request:
      request === undefined || !access.pending
        ? undefined
        : {
            ...toTermsView(drawers === undefined ? request : asUsuallyShared(request, drawers)),
            everything: request.readMask === fullMask,
            lapsesAt: access.requestLapsesAt,
            ...(doctor === undefined ? {} : { doctor }),
          },
    keysChanged: terms !== undefined && provider.keyVersion !== access.keyVersion,
  };
}

function stateOf(access: Access, now: number): AccessView["state"] {
  if (access.live) return "live";
  if (access.terms !== undefined) {
    // A request of someone whose grant has lapsed is what matters now.
    if (access.pending) return "pending";
    return access.terms.expiresAt <= now ? "expired" : "suspended";
  }
  return access.pending ? "pending" : "ended";
}

function asUsuallyShared(request: Terms, drawers: Drawers): Terms {
  const usual = usuallyShared(drawers);
  return {
    ...request,
    readMask: request.readMask === fullMask ? usual : request.readMask,
    writeMask: request.writeMask === fullMask ? usual : request.writeMask,
  };
}
