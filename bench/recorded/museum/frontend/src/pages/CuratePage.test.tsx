import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { ada, curator, exhibit, exhibition, museum, open, sent } from "../test/api";

function full() {
  return {
    viewer: curator,
    exhibitions: [exhibition(), exhibition({ slug: "winds-and-tides", title: "Winds and Tides" })],
    exhibits: [exhibit(), exhibit({ slug: "silent-bell", title: "Silent Bell", number: 32, status: "draft", audioUrl: null, durationSeconds: null, tagList: [] })],
  };
}

const rows = () => within(screen.getByRole("main")).getAllByRole("listitem");

describe("the curator's page", () => {
  it("is for curators only", async () => {
    const state = museum({ ...full(), viewer: ada });
    open("/curate");
    expect(await screen.findByText("Only curators can do this")).toBeInTheDocument();
    expect(sent(state, "GET", "/exhibits")).toHaveLength(0);
  });

  it("lists all exhibits with their status and filters by it", async () => {
    const user = userEvent.setup();
    museum(full());
    open("/curate");
    await screen.findByText("Copper Compass");
    expect(rows().map((row) => row.textContent)).toEqual([expect.stringMatching(/31Copper Compass.*published/), expect.stringMatching(/32Silent Bell.*draft/)]);
    await user.selectOptions(screen.getByLabelText("Status filter"), "draft");
    expect(rows()).toHaveLength(1);
    expect(rows()[0]).toHaveTextContent("Silent Bell");
    await user.selectOptions(screen.getByLabelText("Status filter"), "published");
    expect(rows()).toHaveLength(1);
    expect(rows()[0]).toHaveTextContent("Copper Compass");
    await user.selectOptions(screen.getByLabelText("Status filter"), "all");
    expect(rows()).toHaveLength(2);
  });

  it("writes a new exhibit", async () => {
    const user = userEvent.setup();
    const state = museum(full());
    open("/curate");
    await user.click(await screen.findByRole("button", { name: "New exhibit" }));
    const dialog = screen.getByRole("dialog", { name: "New exhibit" });
    await within(dialog).findByLabelText("Title");
    await user.click(within(dialog).getByRole("button", { name: "Save" }));
    expect(await within(dialog).findAllByText("is required")).toHaveLength(4);
    await user.type(within(dialog).getByLabelText("Title"), "Tide Clock");
    await user.type(within(dialog).getByLabelText("Number"), "33");
    await user.type(within(dialog).getByLabelText("Text"), "It shows the tides.");
    await user.selectOptions(within(dialog).getByLabelText("Exhibition"), "Winds and Tides");
    await user.type(within(dialog).getByLabelText("Tags"), "brass, sea ,");
    await user.dblClick(within(dialog).getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Tide Clock is saved")).toBeInTheDocument();
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    expect(sent(state, "POST", "/exhibits").map((call) => call.body)).toEqual([
      { exhibit: { title: "Tide Clock", number: 33, body: "It shows the tides.", exhibition: "winds-and-tides", tagList: ["brass", "sea"], audioUrl: null, durationSeconds: null } },
    ]);
    expect(rows()).toHaveLength(3);
  });

  it("keeps the form open if the API refuses", async () => {
    const user = userEvent.setup();
    museum({ ...full(), instead: (call) => (call.method === "PATCH" ? { status: 422, body: { errors: { number: ["has already been taken"] } } } : undefined) });
    open("/curate");
    await user.click(await screen.findByRole("button", { name: "Edit Silent Bell" }));
    const field = await screen.findByLabelText("Number");
    expect(field).toHaveValue("32");
    await user.clear(field);
    await user.type(field, "31");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("has already been taken")).toBeInTheDocument();
    expect(field).toHaveValue("31");
    expect(field).toHaveAttribute("aria-invalid", "true");
    expect(screen.queryByText(/is saved/)).not.toBeInTheDocument();
  });

  it("changes what was changed only, and null for what was emptied", async () => {
    const user = userEvent.setup();
    const state = museum(full());
    open("/curate");
    await user.click(await screen.findByRole("button", { name: "Edit Copper Compass" }));
    expect(await screen.findByLabelText("Tags")).toHaveValue("copper, navigation");
    expect(screen.getByLabelText("Exhibition")).toHaveValue("maps-of-the-coast");
    await user.clear(screen.getByLabelText("Duration in seconds"));
    await user.clear(screen.getByLabelText("Title"));
    await user.type(screen.getByLabelText("Title"), "Brass Compass");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Brass Compass is saved")).toBeInTheDocument();
    expect(sent(state, "PATCH", "/exhibits/copper-compass").map((call) => call.body)).toEqual([{ exhibit: { title: "Brass Compass", durationSeconds: null } }]);
    expect(rows()[0]).toHaveTextContent("Brass Compass");
  });

  it("closes the form with Escape without saving", async () => {
    const user = userEvent.setup();
    const state = museum(full());
    open("/curate");
    await user.click(await screen.findByRole("button", { name: "Edit Copper Compass" }));
    await user.type(await screen.findByLabelText("Title"), "x{Escape}");
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    expect(sent(state, "PATCH", "/exhibits/copper-compass")).toHaveLength(0);
  });

  it("publishes and withdraws the exhibit of the row", async () => {
    const user = userEvent.setup();
    const state = museum(full());
    open("/curate");
    await user.click(await screen.findByRole("button", { name: "Publish Silent Bell" }));
    expect(await screen.findByText("Silent Bell is published")).toBeInTheDocument();
    expect(sent(state, "PATCH", "/exhibits/silent-bell").map((call) => call.body)).toEqual([{ exhibit: { status: "published" } }]);
    await user.click(await screen.findByRole("button", { name: "Withdraw Copper Compass" }));
    expect(await screen.findByText("Copper Compass is withdrawn")).toBeInTheDocument();
    expect(sent(state, "PATCH", "/exhibits/copper-compass").map((call) => call.body)).toEqual([{ exhibit: { status: "draft" } }]);
    await waitFor(() => expect(rows()[1]).toHaveTextContent("published"));
    expect(rows()[0]).toHaveTextContent("draft");
  });

  it("shows that publishing failed", async () => {
    const user = userEvent.setup();
    museum({ ...full(), instead: (call) => (call.method === "PATCH" ? { status: 403, body: { errors: { account: ["may not do this"] } } } : undefined) });
    open("/curate");
    await user.click(await screen.findByRole("button", { name: "Publish Silent Bell" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("account may not do this");
    expect(screen.queryByText(/is published/)).not.toBeInTheDocument();
    expect(rows()[1]).toHaveTextContent("draft");
  });
});
