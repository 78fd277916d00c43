import {
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from "@mantine/core";

/*
 * Mantine, dressed in the tokens of tokens.css. Two colours only: `accent` for what to do, `red`
 * for what can't be undone. Everything that Mantine would colour by shade is sent to a token, so
 * that light and dark are decided there.
 */

const accent: MantineColorsTuple = [
  "#e3f1f2",
  "#c6e3e6",
  "#a1d0d5",
  "#6bcdd5",
  "#3fa9b3",
  "#1d8592",
  "#0f7280",
  "#0a6270",
  "#074e5a",
  "#053a43",
];

const resolveVariant: VariantColorsResolver = ({ color, variant }) => {
  const danger = color === "red";
  const solid = danger ? "var(--hr-bad)" : "var(--hr-accent)";
  const soft = danger ? "var(--hr-bad-soft)" : "var(--hr-accent-soft)";
  switch (variant) {
    case "filled":
      return {
        background: solid,
        hover: danger ? "var(--hr-bad-hover)" : "var(--hr-accent-hover)",
        color: danger ? "var(--hr-on-bad)" : "var(--hr-on-accent)",
        border: "1px solid transparent",
      };
    case "light":
      return { background: soft, hover: soft, color: solid, border: "1px solid transparent" };
    case "subtle":
    case "transparent":
      return {
        background: "transparent",
        hover: "var(--hr-hover)",
        color: solid,
        border: "1px solid transparent",
      };
    default:
      return {
        background: "var(--hr-surface)",
        hover: "var(--hr-hover)",
        color: danger ? solid : "var(--hr-ink)",
        border: "1px solid var(--hr-line-control)",
      };
  }
};

export const theme = createTheme({
  primaryColor: "accent",
  primaryShade: { light: 7, dark: 3 },
  colors: { accent },
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif',
  headings: { fontWeight: "700" },
  fontSizes: { xs: "0.9375rem", sm: "0.9375rem", md: "1.0625rem", lg: "1.25rem", xl: "1.5rem" },
  radius: { xs: "0.25rem", sm: "0.5rem", md: "0.75rem", lg: "1.125rem", xl: "1.75rem" },
  defaultRadius: "sm",
  focusRing: "auto",
  respectReducedMotion: true,
  cursorType: "pointer",
  variantColorResolver: resolveVariant,
  components: {
    Button: { defaultProps: { size: "md" } },
    ActionIcon: { defaultProps: { variant: "subtle" } },
    InputWrapper: {
      defaultProps: { inputWrapperOrder: ["label", "description", "error", "input"] },
    },
    TextInput: {
      defaultProps: { size: "md", inputWrapperOrder: ["label", "description", "error", "input"] },
    },
    Textarea: {
      defaultProps: { size: "md", inputWrapperOrder: ["label", "description", "error", "input"] },
    },
    PasswordInput: {
      defaultProps: { size: "md", inputWrapperOrder: ["label", "description", "error", "input"] },
    },
    NativeSelect: {
      defaultProps: { size: "md", inputWrapperOrder: ["label", "description", "error", "input"] },
    },
    Checkbox: { defaultProps: { size: "md" } },
    Radio: { defaultProps: { size: "md" } },
    Switch: { defaultProps: { size: "md" } },
    Modal: { defaultProps: { centered: true, size: "lg", padding: 0 } },
    Anchor: { defaultProps: { underline: "always" } },
  },
});

export const resolveCssVariables: CSSVariablesResolver = () => {
  const scheme = {
    "--mantine-color-body": "var(--hr-page)",
    "--mantine-color-text": "var(--hr-ink)",
    "--mantine-color-bright": "var(--hr-ink)",
    "--mantine-color-dimmed": "var(--hr-ink-2)",
    "--mantine-color-placeholder": "var(--hr-ink-2)",
    "--mantine-color-anchor": "var(--hr-accent)",
    "--mantine-color-error": "var(--hr-bad)",
    "--mantine-color-success": "var(--hr-good)",
    "--mantine-color-default": "var(--hr-surface)",
    "--mantine-color-default-hover": "var(--hr-hover)",
    "--mantine-color-default-color": "var(--hr-ink)",
    "--mantine-color-default-border": "var(--hr-line)",
    "--mantine-color-disabled": "var(--hr-sunken)",
    "--mantine-color-disabled-color": "var(--hr-ink-2)",
    "--mantine-color-accent-filled": "var(--hr-accent)",
    "--mantine-color-accent-filled-hover": "var(--hr-accent-hover)",
    "--mantine-primary-color-contrast": "var(--hr-on-accent)",
  };
  return { variables: {}, light: scheme, dark: scheme };
};
