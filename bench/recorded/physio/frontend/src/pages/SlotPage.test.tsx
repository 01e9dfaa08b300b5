import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { MemoryRouter } from "react-router";
import { App } from "../App";
import { FakeApi } from "../test/fakeApi";

const sample = {"ends_at": null, "minutes": "20", "room_id": 1, "starts_at": "2024-03-10T09:30:00Z", "state": "free", "title": "amber title"};
const display = "amber title";
let api: FakeApi;

beforeEach(async () => {
  // The client caches the API's URL, so a new fake API uses the same one.
  api = new FakeApi();
});

function open() {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={queries}>
      <MemoryRouter initialEntries={["/slots"]}>
        <App />
      </MemoryRouter>
    </QueryClientProvider>,
  );
  return userEvent.setup();
}

async function row(text: string) {
  const cell = await screen.findByText(text, { selector: "td" });
  return within(cell.closest("tr")!);
}

describe("Slots", () => {
  it("says that there is nothing yet", async () => {
    open();
    expect(await screen.findByText("No slots yet.")).toBeVisible();
    expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("Slots");
  });

  it("shows what the API holds", async () => {
    api.add("slots", sample);
    open();
    expect(await screen.findByText(display, { selector: "td" })).toBeVisible();
  });

  it("creates a slot", async () => {
    api.add("rooms", {"name": "dune name"});
    const user = open();
    await user.click(await screen.findByRole("button", { name: "New slot" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.type(dialog.getByLabelText(/^Starts( \*)?$/), "2024-03-10T09:30");
    await user.selectOptions(dialog.getByLabelText(/^Minutes( \*)?$/), "20");
    await user.selectOptions(dialog.getByLabelText(/^Room( \*)?$/), await within(dialog.getByLabelText(/^Room( \*)?$/)).findByRole("option", { name: "dune name" }));
    await user.click(dialog.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(api.seen).toMatchObject([{ method: "POST", path: "/slots" }]));
    expect((await screen.findAllByRole("row")).length).toBe(2);
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  });

  it("shows the API's objection", async () => {
    api.refusal = { status: 409, detail: "There is another one." };
    api.add("rooms", {"name": "dune name"});
    const user = open();
    await user.click(await screen.findByRole("button", { name: "New slot" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.type(dialog.getByLabelText(/^Starts( \*)?$/), "2024-03-10T09:30");
    await user.selectOptions(dialog.getByLabelText(/^Minutes( \*)?$/), "20");
    await user.selectOptions(dialog.getByLabelText(/^Room( \*)?$/), await within(dialog.getByLabelText(/^Room( \*)?$/)).findByRole("option", { name: "dune name" }));
    await user.click(dialog.getByRole("button", { name: "Save" }));
    expect(await dialog.findByRole("alert")).toHaveTextContent("There is another one.");
  });

  it("orders the list by a column", async () => {
    api.add("slots", sample);
    const user = open();
    await screen.findByText(display, { selector: "td" });
    const head = screen.getByRole("columnheader", { name: "Slot" });
    await user.click(within(head).getByRole("button"));
    await waitFor(() => expect(api.asked.map((query) => query.get("sort"))).toContain("title"));
    expect(head).toHaveAttribute("aria-sort", "ascending");
    await user.click(within(head).getByRole("button"));
    await waitFor(() => expect(api.asked.map((query) => query.get("sort"))).toContain("-title"));
    expect(head).toHaveAttribute("aria-sort", "descending");
  });

  it("says so when the API does not answer, and shows no rows", async () => {
    api.down = true;
    open();
    expect(await screen.findByRole("alert")).toHaveTextContent("The server does not answer.");
    expect(screen.queryByRole("table")).not.toBeInTheDocument();
  });
});
