import type { RouteObject } from "react-router";
import { LoadingRows } from "../ui/feedback/LoadingRows.tsx";
import type { FeatureRoute } from "../ui/layout/featureRoute.ts";
import { HomeRedirect } from "./HomeRedirect.tsx";
import { MorePage } from "./MorePage.tsx";
import { NotFoundPage } from "./NotFoundPage.tsx";
import { RootLayout } from "./RootLayout.tsx";
import { RouteErrorPage } from "./RouteErrorPage.tsx";
import { ScannedCodePage } from "./ScannedCodePage.tsx";

/*
 * A feature joins by existing: `features/<name>/routes.tsx` exports `routes`, small and eager;
 * its pages are loaded when first visited (`lazy`).
 */
const features = import.meta.glob<{ routes: readonly FeatureRoute[] }>("../features/*/routes.tsx", {
  eager: true,
});

const gallery: RouteObject[] = import.meta.env.DEV
  ? [
      {
        path: "gallery/:page?",
        hydrateFallbackElement: <LoadingRows shape="page" />,
        lazy: async () => ({ Component: (await import("./gallery/GalleryPage.tsx")).GalleryPage }),
      },
    ]
  : [];

export const routes: RouteObject[] = [
  ...gallery,
  {
    element: <RootLayout />,
    // Shown while the first page's code loads.
    hydrateFallbackElement: <LoadingRows shape="page" />,
    errorElement: <RouteErrorPage />,
    children: [
      {
        // A second boundary inside the frame: one broken page leaves the navigation standing.
        errorElement: <RouteErrorPage />,
        children: [
          { index: true, element: <HomeRedirect /> },
          { path: "more", element: <MorePage /> },
          // What a phone's own camera opens: #/c/<code>.
          { path: "c/*", element: <ScannedCodePage /> },
          ...Object.values(features).flatMap((feature) => [...feature.routes]),
          { path: "*", element: <NotFoundPage /> },
        ],
      },
    ],
  },
];
