import { RequireRole } from "../../session/RequireRole.tsx";
import type { FeatureRoute } from "../../ui/layout/featureRoute.ts";

const providerPage = async () => ({
  Component: (await import("./ProviderPage.tsx")).ProviderPage,
});

export const routes: FeatureRoute[] = [
  {
    path: "",
    element: <RequireRole only="authority" />,
    children: [
      {
        path: "applications",
        lazy: async () => ({
          Component: (await import("./ApplicationsPage.tsx")).ApplicationsPage,
        }),
      },
      { path: "applications/:provider", lazy: providerPage },
      {
        path: "providers",
        lazy: async () => ({ Component: (await import("./ProvidersPage.tsx")).ProvidersPage }),
      },
      { path: "providers/:provider", lazy: providerPage },
    ],
  },
];
