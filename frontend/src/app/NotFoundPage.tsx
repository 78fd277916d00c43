import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { EmptyMark } from "../ui/icon/EmptyMark.tsx";
import { Actions } from "../ui/layout/Actions.tsx";
import { PageHeader } from "../ui/layout/PageHeader.tsx";
import { Stack } from "../ui/layout/Stack.tsx";

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <Stack>
      <EmptyMark name="lost" />
      <PageHeader title={t("app.notFound.title")} lead={t("app.notFound.lead")} />
      <Actions>
        <Button component={Link} to="/">
          {t("app.notFound.home")}
        </Button>
      </Actions>
    </Stack>
  );
}
