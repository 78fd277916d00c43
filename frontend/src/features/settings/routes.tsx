import { RequirePower } from "../../session/RequirePower.tsx";
import { RequireRole } from "../../session/RequireRole.tsx";
import { NotYours } from "../../ui/feedback/NotYours.tsx";
import type { FeatureRoute } from "../../ui/layout/featureRoute.ts";

export const routes: FeatureRoute[] = [
  {
    path: "settings",
    lazy: async () => ({ Component: (await import("./SettingsPage.tsx")).SettingsPage }),
  },
  {
    path: "settings/network",
    lazy: async () => ({ Component: (await import("./NetworkPage.tsx")).NetworkPage }),
  },
  {
    path: "settings/storage",
    lazy: async () => ({ Component: (await import("./StoragePage.tsx")).StoragePage }),
  },
  {
    path: "about",
    lazy: async () => ({ Component: (await import("./AboutPage.tsx")).AboutPage }),
  },
  {
    path: "code",
    lazy: async () => ({ Component: (await import("./CodePage.tsx")).CodePage }),
  },
  {
    path: "recovery",
    element: <RequireRole only="patient" />,
    children: [
      {
        element: <RequirePower power="hold-main-keys" otherwise={<NotYours />} />,
        children: [
          {
            index: true,
            lazy: async () => ({ Component: (await import("./RecoveryPage.tsx")).RecoveryPage }),
          },
        ],
      },
    ],
  },
];
