import { RequireRole } from "../../session/RequireRole.tsx";
import type { FeatureRoute } from "../../ui/layout/featureRoute.ts";

export const routes: FeatureRoute[] = [
  {
    path: "records",
    element: <RequireRole only="patient" />,
    children: [
      {
        index: true,
        lazy: async () => ({ Component: (await import("./RecordsPage.tsx")).RecordsPage }),
      },
      {
        path: "add",
        lazy: async () => ({ Component: (await import("./AddRecordsPage.tsx")).AddRecordsPage }),
      },
      {
        path: ":ref",
        lazy: async () => ({ Component: (await import("./RecordPage.tsx")).RecordPage }),
      },
      {
        path: ":ref/amend",
        lazy: async () => ({ Component: (await import("./AmendRecordPage.tsx")).AmendRecordPage }),
      },
    ],
  },
];
