import type { TFunction } from "i18next";
import type { NavigationItem } from "../ui/layout/AppLayout.tsx";

/** Whom the unlocked account acts as; decides the places in the navigation. */
export type Role = "visitor" | "patient" | "provider" | "hospital" | "authority";

export interface WaitingCounts {
  readonly requests?: number | undefined;
  readonly applications?: number | undefined;
}

/** Where each role lands. */
export const homePath: Record<Role, string> = {
  visitor: "/welcome",
  patient: "/records",
  provider: "/patients",
  hospital: "/patients",
  authority: "/applications",
};

export function navigationFor(role: Role, t: TFunction, waiting: WaitingCounts): NavigationItem[] {
  const more: NavigationItem = { to: "/more", label: t("app.navigation.more"), icon: "more" };
  switch (role) {
    case "visitor":
      return [];
    case "patient":
      return [
        { to: "/records", label: t("app.navigation.records"), icon: "records" },
        { to: "/share", label: t("app.navigation.share"), icon: "share" },
        {
          to: "/requests",
          label: t("app.navigation.requests"),
          icon: "requests",
          waiting: waiting.requests,
        },
        more,
      ];
    case "provider":
    case "hospital":
      return [
        { to: "/patients", label: t("app.navigation.patients"), icon: "people" },
        { to: "/scan", label: t("app.navigation.scan"), icon: "scan" },
        role === "hospital"
          ? { to: "/staff", label: t("app.navigation.staff"), icon: "doctor" }
          : { to: "/code", label: t("app.navigation.myCode"), icon: "qr" },
        more,
      ];
    case "authority":
      return [
        {
          to: "/applications",
          label: t("app.navigation.applications"),
          icon: "requests",
          waiting: waiting.applications,
        },
        { to: "/providers", label: t("app.navigation.providers"), icon: "verified" },
        more,
      ];
  }
}
