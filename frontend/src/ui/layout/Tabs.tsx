import { Tabs as MantineTabs } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./Tabs.module.css";

export interface Tab {
  readonly id: string;
  readonly label: string;
  /** Shown after the label, read with it. */
  readonly count?: number | undefined;
  readonly panel: ReactNode;
}

export interface TabsProps {
  label: string;
  tabs: readonly Tab[];
  /** Controlled when both are given, e.g. with the URL's search parameters. */
  value?: string | undefined;
  onChange?: ((id: string) => void) | undefined;
}

/** Two to four views of one thing (Doctors, Hospitals). Not for steps of a task. */
export function Tabs({ label, tabs, value, onChange }: TabsProps) {
  const first = tabs[0];
  return (
    <MantineTabs
      classNames={{ list: classes.list ?? "", tab: classes.tab ?? "", panel: classes.panel ?? "" }}
      keepMounted={false}
      {...(value === undefined ? { defaultValue: first?.id ?? null } : { value })}
      onChange={(id) => id !== null && onChange?.(id)}
    >
      <MantineTabs.List aria-label={label}>
        {tabs.map((tab) => (
          <MantineTabs.Tab key={tab.id} value={tab.id}>
            {tab.label}
            {tab.count !== undefined && <span className={classes.count}>{tab.count}</span>}
          </MantineTabs.Tab>
        ))}
      </MantineTabs.List>
      {tabs.map((tab) => (
        <MantineTabs.Panel key={tab.id} value={tab.id}>
          {tab.panel}
        </MantineTabs.Panel>
      ))}
    </MantineTabs>
  );
}
