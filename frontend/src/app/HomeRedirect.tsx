import { Navigate } from "react-router";
import { homePath } from "./navigation.ts";
import { useShellState } from "./shellState.ts";

export function HomeRedirect() {
  return <Navigate to={homePath[useShellState().role]} replace />;
}
