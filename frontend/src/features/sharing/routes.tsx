import { RequirePower } from "../../session/RequirePower.tsx";
import { RequireRole } from "../../session/RequireRole.tsx";
import { NotYours } from "../../ui/feedback/NotYours.tsx";
import type { FeatureRoute } from "../../ui/layout/featureRoute.ts";

export const routes: FeatureRoute[] = [
  {
    path: "share",
    element: <RequireRole only="patient" />,
    children: [
      {
        index: true,
        lazy: async () => ({ Component: (await import("./SharePage.tsx")).SharePage }),
      },
      {
        path: "scan",
        lazy: async () => ({ Component: (await import("./ScanPage.tsx")).ScanPage }),
      },
      {
        path: "code",
        lazy: async () => ({
          Component: (await import("./SharePerCodePage.tsx")).SharePerCodePage,
        }),
      },
      {
        path: "access",
        lazy: async () => ({ Component: (await import("./AccessListPage.tsx")).AccessListPage }),
      },
      {
        path: "access/:provider",
        lazy: async () => ({ Component: (await import("./AccessPage.tsx")).AccessPage }),
      },
      {
        element: <RequirePower power="grant" otherwise={<NotYours />} />,
        children: [
          {
            path: "access/:provider/change",
            lazy: async () => ({
              Component: (await import("./ChangeAccessPage.tsx")).ChangeAccessPage,
            }),
          },
          {
            path: "access/:provider/renew",
            lazy: async () => ({
              Component: (await import("./RenewAccessPage.tsx")).RenewAccessPage,
            }),
          },
        ],
      },
      {
        element: <RequirePower power="lock" otherwise={<NotYours />} />,
        children: [
          {
            path: "lock",
            lazy: async () => ({
              Component: (await import("./LockNewRecordsPage.tsx")).LockNewRecordsPage,
            }),
          },
        ],
      },
      {
        element: <RequirePower power="relock" otherwise={<NotYours />} />,
        children: [
          {
            path: "relock",
            lazy: async () => ({
              Component: (await import("./RelockRecordsPage.tsx")).RelockRecordsPage,
            }),
          },
        ],
      },
    ],
  },
];
