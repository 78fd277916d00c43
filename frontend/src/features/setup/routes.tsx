import type { FeatureRoute } from "../../ui/layout/featureRoute.ts";

export const routes: FeatureRoute[] = [
  {
    path: "welcome",
    lazy: async () => ({ Component: (await import("./WelcomePage.tsx")).WelcomePage }),
  },
  {
    path: "unlock",
    lazy: async () => ({ Component: (await import("./DoorPage.tsx")).DoorPage }),
  },
  {
    path: "restore",
    lazy: async () => ({ Component: (await import("./RestorePage.tsx")).RestorePage }),
  },
  {
    path: "pay",
    lazy: async () => ({ Component: (await import("./PayPage.tsx")).PayPage }),
  },
  {
    path: "setup/patient",
    lazy: async () => ({ Component: (await import("./PatientSetUpPage.tsx")).PatientSetUpPage }),
  },
  {
    path: "setup/provider",
    lazy: async () => ({ Component: (await import("./ProviderSetUpPage.tsx")).ProviderSetUpPage }),
  },
  {
    path: "setup/authority",
    lazy: async () => ({
      Component: (await import("./AuthoritySetUpPage.tsx")).AuthoritySetUpPage,
    }),
  },
];
