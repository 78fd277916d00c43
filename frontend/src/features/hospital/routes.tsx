import type { FeatureRoute } from "../../ui/layout/featureRoute.ts";
import { OrganizationOnly } from "./OrganizationOnly.tsx";

export const routes: FeatureRoute[] = [
  {
    path: "",
    element: <OrganizationOnly />,
    children: [
      {
        path: "staff",
        lazy: async () => ({ Component: (await import("./StaffPage.tsx")).StaffPage }),
      },
      {
        path: "staff/add",
        lazy: async () => ({ Component: (await import("./AddStaffPage.tsx")).AddStaffPage }),
      },
      {
        path: "staff/:doctor",
        lazy: async () => ({ Component: (await import("./StaffMemberPage.tsx")).StaffMemberPage }),
      },
      {
        path: "patients/:patient/handover",
        lazy: async () => ({ Component: (await import("./HandOverPage.tsx")).HandOverPage }),
      },
    ],
  },
];
