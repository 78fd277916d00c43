import type { ReactNode } from "react";
import { Navigate, Outlet, useLocation } from "react-router";
import type { Role } from "../usecases/model.ts";
import { useSession } from "./SessionContext.tsx";

/**
 * Lets a screen through for the unlocked role it is made for; leads to unlocking or to the start
 * otherwise, and back here afterwards (`next`). Also the element of a route with children.
 */
export function RequireRole({ only, children }: { only: Role; children?: ReactNode }) {
  const { app, connection } = useSession();
  const { pathname, search } = useLocation();
  if (app?.role === only) return children ?? <Outlet />;
  // Unlocked as someone else: the door would only send them back here.
  if (app !== undefined) return <Navigate to="/" replace />;
  const door = connection === undefined ? "/welcome" : "/unlock";
  return <Navigate to={`${door}?${new URLSearchParams({ next: pathname + search })}`} replace />;
}
