import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { App } from "../App";

/** Opens the system at a route, as main.tsx does; returns a person's hands. */
export function open(route: string) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={queries}>
      <MemoryRouter initialEntries={[route]}>
        <App />
      </MemoryRouter>
    </QueryClientProvider>,
  );
  return userEvent.setup();
}

/** What is in the row or list item that shows this text. */
export async function record(text: string) {
  const shown = await screen.findByText(text, { selector: "td, li p" });
  return within(shown.closest<HTMLElement>("tr, li")!);
}

/** The pattern of a control's label. */
export const label = (name: string) => new RegExp(`^${name}( \\*)?$`);
