import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { useWords } from "../../session/useWords.ts";
import { EmptyState } from "../../ui/feedback/EmptyState.tsx";
import { QueryFaces } from "../../ui/feedback/QueryFaces.tsx";
import { FilterChips } from "../../ui/form/FilterChips.tsx";
import { Icon } from "../../ui/icon/Icon.tsx";
import { ListGroup } from "../../ui/layout/ListGroup.tsx";
import { PageHeader } from "../../ui/layout/PageHeader.tsx";
import { Section } from "../../ui/layout/Section.tsx";
import { Stack } from "../../ui/layout/Stack.tsx";
import type { ProviderView } from "../../usecases/model.ts";
import { ProviderRow } from "./ProviderRow.tsx";
import { useLeftBehind, useProviders } from "./queries.ts";
import { ScannedProvider } from "./ScannedProvider.tsx";
import { statusOf } from "./statusOf.ts";

type Filter = "all" | ProviderView["status"];
const filters: readonly Filter[] = [
  "all",
  "verified",
  "applied",
  "expired",
  "suspended",
  "revoked",
];

/** From here on a list is searched rather than read. */
const searchFrom = 8;

/** Everyone this authority is responsible for. */
export function ProvidersPage() {
  const [search] = useSearchParams();
  const code = search.get("code");
  return code === null ? <Directory /> : <ScannedProvider route={code} />;
}

function Directory() {
  const { t } = useTranslation();
  const words = useWords();
  const providers = useProviders();
  const [search, setSearch] = useSearchParams();
  const [text, setText] = useState("");
  const filter = filters.find((one) => one === search.get("show")) ?? "all";
  const wanted = text.trim().toLocaleLowerCase();
  const matches = (provider: ProviderView) =>
    (filter === "all" || statusOf(provider) === filter) &&
    (wanted === "" ||
      words.provider(provider).toLocaleLowerCase().includes(wanted) ||
      String(provider.provider) === wanted);
  return (
    <Stack>
      <PageHeader title={t("authority.providers.title")} lead={t("authority.providers.lead")} />
      <LeftBehind />
      <QueryFaces
        query={providers}
        errorTitle={t("authority.providers.failed")}
        empty={
          <EmptyState mark="people" title={t("authority.providers.emptyTitle")}>
            {t("authority.providers.empty")}
          </EmptyState>
        }
      >
        {(all) => {
          const shown = all.filter(matches);
          return (
            <Stack>
              <FilterChips<Filter>
                label={t("authority.providers.show")}
                value={filter}
                onChange={(show) => setSearch(show === "all" ? {} : { show }, { replace: true })}
                chips={filters
                  .map((value) => ({
                    value,
                    label: t(`authority.filter.${value}`),
                    count:
                      value === "all"
                        ? all.length
                        : all.filter((provider) => statusOf(provider) === value).length,
                  }))
                  .filter(({ value, count }) => value === "all" || value === filter || count > 0)}
              />
              {all.length >= searchFrom && (
                <TextInput
                  type="search"
                  label={t("authority.providers.search")}
                  leftSection={<Icon name="search" size={1.25} />}
                  value={text}
                  onChange={(event) => setText(event.currentTarget.value)}
                />
              )}
              {shown.length === 0 ? (
                <EmptyState
                  mark="search"
                  title={t("authority.providers.nothing")}
                  action={
                    <Button
                      variant="default"
                      onClick={() => {
                        setText("");
                        setSearch({}, { replace: true });
                      }}
                    >
                      {t("authority.providers.showAll")}
                    </Button>
                  }
                />
              ) : (
                <ListGroup label={t("authority.providers.title")}>
                  {shown.map((provider) => (
                    <ProviderRow
                      key={provider.provider}
                      provider={provider}
                      to={`/providers/${provider.provider}`}
                    />
                  ))}
                </ListGroup>
              )}
            </Stack>
          );
        }}
      </QueryFaces>
    </Stack>
  );
}

/** Shown only where there are any. */
function LeftBehind() {
  const { t } = useTranslation();
  const { data = [] } = useLeftBehind();
  if (data.length === 0) return null;
  return (
    <Section title={t("authority.leftBehind.title")} lead={t("authority.leftBehind.lead")}>
      <ListGroup label={t("authority.leftBehind.title")}>
        {data.map((provider) => (
          <ProviderRow
            key={provider.provider}
            provider={provider}
            to={`/providers/${provider.provider}`}
          />
        ))}
      </ListGroup>
    </Section>
  );
}
