import type { RouteObject } from "react-router";

/**
 * One screen of a feature. `frontend/src/features/<name>/routes.tsx` exports
 * `const routes: FeatureRoute[]`; the app finds that file by itself.
 *
 *     export const routes: FeatureRoute[] = [
 *       { path: "records", lazy: async () => ({ Component: (await import("./RecordsPage.tsx")).RecordsPage }) },
 *     ];
 */
export type FeatureRoute = RouteObject & {
  path: string;
  handle?: RouteHandle;
};

export interface RouteHandle {
  /** "bare" leaves out header and navigation: set-up, unlock, a page to print. */
  readonly frame?: "bare" | "app";
}
