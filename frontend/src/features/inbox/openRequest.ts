import type { AccessView, TermsView } from "../../usecases/model.ts";

/** Somebody who asks, with what they ask. */
export type OpenRequest = AccessView & { readonly request: NonNullable<AccessView["request"]> };

export function isOpenRequest(access: AccessView): access is OpenRequest {
  return access.request !== undefined;
}

/** What "as asked" grants; for a request of everything that is what is usually shared. */
export function askedTerms({ request }: OpenRequest): TermsView {
  const { read, write, purpose, expiresAt } = request;
  return { read, write, purpose, expiresAt };
}

/** Too late to answer: the request lapsed, or what it asks for would have ended already. */
export function isTooLate({ request }: OpenRequest, now: Date): boolean {
  const seconds = now.getTime() / 1000;
  return request.lapsesAt <= seconds || request.expiresAt <= seconds;
}
