import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { ada, comment, curator, exhibit, museum, open, sent } from "../test/api";

describe("the page of an exhibit", () => {
  it("shows text, tags, recording, favourites and comments to everybody", async () => {
    museum({ exhibits: [exhibit()], comments: [comment({ id: 2, body: "Second" }), comment()] });
    open("/exhibits/copper-compass");
    expect(await screen.findByRole("heading", { level: 2, name: "31 Copper Compass" })).toBeInTheDocument();
    expect(screen.getByText("Its needle points north.")).toBeInTheDocument();
    expect(screen.getByText("navigation")).toBeInTheDocument();
    expect(screen.getByText("2:05")).toBeInTheDocument();
    expect(screen.getByText("1 favourite")).toBeInTheDocument();
    expect(screen.getByLabelText("Recording of Copper Compass")).toHaveAttribute("src", "https://audio.example/compass.mp3");
    expect(screen.getByRole("link", { name: "Maps of the Coast" })).toHaveAttribute("href", "/exhibitions/maps-of-the-coast");
    await screen.findByText("Second");
    const rows = within(screen.getByRole("main")).getAllByRole("listitem");
    expect(rows.map((row) => row.textContent)).toEqual([expect.stringContaining("Second"), expect.stringContaining("My grandfather had one.")]);
    expect(rows[0]).toHaveTextContent("ben");
    expect(screen.getByText("Log in to mark favourites and to comment")).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: /favourites|comment/ })).not.toBeInTheDocument();
  });

  it("says that there is no recording", async () => {
    museum({ exhibits: [exhibit({ audioUrl: null, durationSeconds: null })] });
    open("/exhibits/copper-compass");
    expect(await screen.findByText("There is no recording")).toBeInTheDocument();
  });

  it("says that there is no such exhibit", async () => {
    museum();
    open("/exhibits/none");
    expect(await screen.findByRole("alert")).toHaveTextContent("There is no such exhibit");
  });

  it("marks and takes the mark away", async () => {
    const user = userEvent.setup();
    const state = museum({ exhibits: [exhibit()], viewer: ada });
    open("/exhibits/copper-compass");
    await user.click(await screen.findByRole("button", { name: "Add to favourites" }));
    expect(await screen.findByText("2 favourites")).toBeInTheDocument();
    expect(sent(state, "POST", "/exhibits/copper-compass/favorite")).toHaveLength(1);
    expect(state.calls.every((call) => call.authorization === "Bearer token-of-ada")).toBe(true);
    await user.click(screen.getByRole("button", { name: "Remove from favourites" }));
    expect(await screen.findByText("1 favourite")).toBeInTheDocument();
    expect(sent(state, "DELETE", "/exhibits/copper-compass/favorite")).toHaveLength(1);
  });

  it("shows that a mark failed", async () => {
    const user = userEvent.setup();
    museum({ exhibits: [exhibit()], viewer: ada, instead: (call) => (call.method === "POST" ? { status: 404, body: { errors: { path: ["does not exist"] } } } : undefined) });
    open("/exhibits/copper-compass");
    await user.click(await screen.findByRole("button", { name: "Add to favourites" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("path does not exist");
    expect(screen.getByText("1 favourite")).toBeInTheDocument();
  });

  it("sends a comment once, shows it and empties the form", async () => {
    const user = userEvent.setup();
    const state = museum({ exhibits: [exhibit()], comments: [comment()], viewer: ada });
    open("/exhibits/copper-compass");
    const field = await screen.findByLabelText("Comment");
    await user.click(screen.getByRole("button", { name: "Send comment" }));
    expect(await screen.findByText("is required")).toBeInTheDocument();
    await user.type(field, "Smaller than I thought.");
    await user.dblClick(screen.getByRole("button", { name: "Send comment" }));
    await waitFor(() => expect(within(screen.getByRole("main")).getAllByRole("listitem")).toHaveLength(2));
    expect(within(screen.getByRole("main")).getAllByRole("listitem")[0]).toHaveTextContent("Smaller than I thought.");
    expect(field).toHaveValue("");
    expect(sent(state, "POST", "/exhibits/copper-compass/comments").map((call) => call.body)).toEqual([{ comment: { body: "Smaller than I thought." } }]);
  });

  it("keeps the text of a comment that is refused", async () => {
    const user = userEvent.setup();
    museum({ exhibits: [exhibit()], viewer: ada, instead: (call) => (call.method === "POST" ? { status: 422, body: { errors: { body: ["is not nice"] } } } : undefined) });
    open("/exhibits/copper-compass");
    await user.type(await screen.findByLabelText("Comment"), "Bah");
    await user.click(screen.getByRole("button", { name: "Send comment" }));
    expect(await screen.findByText("is not nice")).toBeInTheDocument();
    expect(screen.getByLabelText("Comment")).toHaveValue("Bah");
    expect(screen.getByLabelText("Comment")).toHaveAccessibleDescription("is not nice");
  });

  it("deletes the visitor's own comment only", async () => {
    const user = userEvent.setup();
    const state = museum({ exhibits: [exhibit()], comments: [comment({ id: 7, body: "Mine", author: { username: "ada", role: "visitor" } }), comment()], viewer: ada });
    open("/exhibits/copper-compass");
    await screen.findByText("Mine");
    await user.click(screen.getByRole("button", { name: "Delete comment" }));
    await waitFor(() => expect(screen.queryByText("Mine")).not.toBeInTheDocument());
    expect(screen.getByText("My grandfather had one.")).toBeInTheDocument();
    expect(sent(state, "DELETE", "/exhibits/copper-compass/comments/7")).toHaveLength(1);
  });

  it("lets a curator delete every comment, and shows a refusal", async () => {
    const user = userEvent.setup();
    museum({ exhibits: [exhibit()], comments: [comment()], viewer: curator, instead: (call) => (call.method === "DELETE" ? { status: 403, body: { errors: { account: ["may not do this"] } } } : undefined) });
    open("/exhibits/copper-compass");
    await user.click(await screen.findByRole("button", { name: "Delete comment" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("account may not do this");
    expect(screen.getByText("My grandfather had one.")).toBeInTheDocument();
  });
});
