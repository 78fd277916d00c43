import { RequirePower } from "../../session/RequirePower.tsx";
import { RequireRole } from "../../session/RequireRole.tsx";
import { NotYours } from "../../ui/feedback/NotYours.tsx";
import type { FeatureRoute } from "../../ui/layout/featureRoute.ts";

export const routes: FeatureRoute[] = [
  {
    path: "delegates",
    element: <RequireRole only="patient" />,
    children: [
      {
        element: <RequirePower power="appoint" otherwise={<NotYours />} />,
        children: [
          {
            index: true,
            lazy: async () => ({ Component: (await import("./DelegatesPage.tsx")).DelegatesPage }),
          },
          {
            path: "add",
            lazy: async () => ({
              Component: (await import("./AddDelegatePage.tsx")).AddDelegatePage,
            }),
          },
          {
            path: "orders",
            lazy: async () => ({
              Component: (await import("./TakeBackOrdersPage.tsx")).TakeBackOrdersPage,
            }),
          },
          {
            path: "keys",
            lazy: async () => ({
              Component: (await import("./RestoreKeysPage.tsx")).RestoreKeysPage,
            }),
          },
          {
            path: ":account/change",
            lazy: async () => ({
              Component: (await import("./ChangeDelegatePage.tsx")).ChangeDelegatePage,
            }),
          },
          {
            path: ":account",
            lazy: async () => ({ Component: (await import("./DelegatePage.tsx")).DelegatePage }),
          },
        ],
      },
    ],
  },
];
