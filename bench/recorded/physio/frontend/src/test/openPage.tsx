import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { App } from "../App";

/** Opens the page at a route, as the account that the fake API knows. */
export function openPage(route: string) {
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

/** The row that shows this text. */
export async function rowOf(text: string) {
  const cell = await screen.findByText(text, { selector: "td" });
  return within(cell.closest("tr")!);
}
