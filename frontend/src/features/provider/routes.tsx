import { RequireRole } from "../../session/RequireRole.tsx";
import type { FeatureRoute } from "../../ui/layout/featureRoute.ts";

export const routes: FeatureRoute[] = [
  {
    path: "",
    element: <RequireRole only="provider" />,
    children: [
      {
        path: "patients",
        lazy: async () => ({ Component: (await import("./PatientsPage.tsx")).PatientsPage }),
      },
      {
        path: "scan",
        lazy: async () => ({ Component: (await import("./ScanPage.tsx")).ScanPage }),
      },
      {
        path: "scan/code",
        lazy: async () => ({ Component: (await import("./ScannedCodePage.tsx")).ScannedCodePage }),
      },
      {
        path: "patients/:patient",
        lazy: async () => ({ Component: (await import("./ChartPage.tsx")).ChartPage }),
      },
      {
        path: "patients/:patient/ask",
        lazy: async () => ({ Component: (await import("./AskPage.tsx")).AskPage }),
      },
      {
        path: "patients/:patient/add",
        lazy: async () => ({ Component: (await import("./AddRecordsPage.tsx")).AddRecordsPage }),
      },
      {
        path: "patients/:patient/records/:ref",
        lazy: async () => ({
          Component: (await import("./GrantedRecordPage.tsx")).GrantedRecordPage,
        }),
      },
      {
        path: "receipts",
        lazy: async () => ({ Component: (await import("./ReceiptsPage.tsx")).ReceiptsPage }),
      },
      {
        path: "me",
        lazy: async () => ({ Component: (await import("./MePage.tsx")).MePage }),
      },
      {
        path: "me/change",
        lazy: async () => ({
          Component: (await import("./ChangeProfilePage.tsx")).ChangeProfilePage,
        }),
      },
    ],
  },
];
