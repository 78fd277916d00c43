import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import {
  Link,
  Outlet,
  ScrollRestoration,
  useLocation,
  useMatches,
  useNavigation,
} from "react-router";
import { Icon } from "../ui/icon/Icon.tsx";
import { AppLayout } from "../ui/layout/AppLayout.tsx";
import type { RouteHandle } from "../ui/layout/featureRoute.ts";
import { navigationFor } from "./navigation.ts";
import classes from "./RootLayout.module.css";
import { useShellState } from "./shellState.ts";

/** The frame, filled with the session; moves the focus to the new page's title. */
export function RootLayout() {
  const { t } = useTranslation();
  const shell = useShellState();
  const { pathname } = useLocation();
  const loading = useNavigation().state === "loading";
  const frame = useMatches().findLast((match) => match.handle !== undefined)?.handle as
    | RouteHandle
    | undefined;
  useFocusOnNavigation(pathname);
  return (
    <AppLayout
      navigation={navigationFor(shell.role, t, shell.waiting ?? {})}
      identity={shell.identity}
      chain={shell.chain}
      onLock={shell.lock}
      frame={frame?.frame ?? "app"}
      banner={shell.acting !== undefined && <ActingBanner name={shell.acting.name} />}
    >
      {loading && (
        <div className={classes.loading} role="status">
          <span className="hr-visually-hidden">{t("app.loadingPage")}</span>
        </div>
      )}
      <Outlet />
      <ScrollRestoration />
    </AppLayout>
  );
}

/** On every page of somebody else's chart, so that nobody takes it for their own. */
function ActingBanner({ name }: { name: string }) {
  const { t } = useTranslation();
  return (
    <div className={classes.acting}>
      <Icon name="people" size={1.25} />
      <p>{name === "" ? t("app.acting.someone") : t("app.acting.for", { name })}</p>
      <Link to="/unlock?chart=own">{t("app.acting.leave")}</Link>
    </div>
  );
}

/**
 * After a navigation, a screen reader must hear the new page and Tab must start at its top. The
 * first page keeps the browser's own start, and so does a change of the search parameters.
 */
function useFocusOnNavigation(pathname: string): void {
  const previous = useRef(pathname);
  useEffect(() => {
    if (previous.current === pathname) return;
    previous.current = pathname;
    const target =
      document.querySelector<HTMLElement>("[data-page-title]") ??
      document.querySelector<HTMLElement>("main");
    target?.focus({ preventScroll: true });
  }, [pathname]);
}
