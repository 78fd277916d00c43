import { RequirePower } from "../../session/RequirePower.tsx";
import { RequireRole } from "../../session/RequireRole.tsx";
import { NotYours } from "../../ui/feedback/NotYours.tsx";
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
        element: <RequirePower power="add-records" otherwise={<NotYours />} />,
        children: [
          {
            path: "add",
            lazy: async () => ({
              Component: (await import("./AddRecordsPage.tsx")).AddRecordsPage,
            }),
          },
        ],
      },
      {
        path: ":ref",
        lazy: async () => ({ Component: (await import("./RecordPage.tsx")).RecordPage }),
      },
      {
        element: <RequirePower power="add-records" otherwise={<NotYours />} />,
        children: [
          {
            path: ":ref/amend",
            lazy: async () => ({
              Component: (await import("./AmendRecordPage.tsx")).AmendRecordPage,
            }),
          },
        ],
      },
    ],
  },
];
