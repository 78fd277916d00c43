import { Navigate, useLocation, useParams } from "react-router";
import type { Role } from "./navigation.ts";
import { useShellState } from "./shellState.ts";

/* Who scans decides what a code is for: a patient shares with the person it names, a provider asks
   the patient it names, and a visitor is told what this is. The pages below read the code. */
const destination: Record<Role, string> = {
  visitor: "/welcome",
  patient: "/share/code",
  provider: "/scan/code",
  hospital: "/scan/code",
  authority: "/providers",
};

export function ScannedCodePage() {
  const { role } = useShellState();
  const code = useParams()["*"] ?? "";
  const { search } = useLocation();
  const query = new URLSearchParams({ code: `${code}${search}` });
  return <Navigate to={`${destination[role]}?${query}`} replace />;
}
