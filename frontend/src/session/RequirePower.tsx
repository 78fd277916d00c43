import type { ReactNode } from "react";
import { Outlet } from "react-router";
import { type Ability, usePowers } from "./usePowers.ts";

export interface RequirePowerProps {
  readonly power: Ability;
  /** What somebody sees who acts for the patient and may not do this. */
  readonly otherwise: ReactNode;
}

/** The element of routes that take a power: the owner has them all. */
export function RequirePower({ power, otherwise }: RequirePowerProps) {
  return usePowers().may(power) ? <Outlet /> : otherwise;
}
