import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { FakeApi } from "../test/fakeApi";
import { label, open, record } from "../test/open";

let api: FakeApi;

beforeEach(() => {
  // The client keeps the address it read; a fresh fake answers for the same one.
  api = new FakeApi();
  api.signIn();
});

const dialog = async () => within(await screen.findByRole("dialog"));
const question = async () => within(await screen.findByRole("alertdialog"));

describe("Trails", () => {
  it("says that there is nothing yet", async () => {
    open("/trails");
    expect(await screen.findByText("No trails yet.")).toBeVisible();
    expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("Trails");
  });

  it("shows what the API holds", async () => {
    api.addTrail({ warning: "Loose rocks" });
    open("/trails");
    const row = await record("Harbor loop");
    expect(row.getByText("Around the bay")).toBeVisible();
    expect(row.getByText("Coast, 4.5 km")).toBeVisible();
    expect(row.getByText("by Anna")).toBeVisible();
    expect(row.getByText("Warning: Loose rocks")).toBeVisible();
    expect(row.getByText("Favored by 0")).toBeVisible();
  });

  it("describes a trail", async () => {
    const user = open("/trails");
    await user.click(await screen.findByRole("button", { name: "New trail" }));
    const form = await dialog();
    await user.type(form.getByLabelText(label("Name")), "High path");
    await user.type(form.getByLabelText(label("Summary")), "Over the ridge");
    await user.selectOptions(form.getByLabelText(label("Region")), "hills");
    await user.type(form.getByLabelText(label("Length in km")), "12.5");
    await user.click(form.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("High path", { selector: "td" })).toBeVisible();
    const trail = { name: "High path", summary: "Over the ridge", region: "hills", lengthKm: 12.5, warning: null };
    expect(api.seen).toEqual([{ method: "POST", path: "/trails", body: { trail } }]);
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  });

  it("shows the API's objection beside the field", async () => {
    api.refusal = { status: 422, errors: { name: ["must be filled in"] } };
    const user = open("/trails");
    await user.click(await screen.findByRole("button", { name: "New trail" }));
    const form = await dialog();
    await user.click(form.getByRole("button", { name: "Save" }));
    const control = form.getByLabelText(label("Name"));
    await waitFor(() => expect(control).toHaveAccessibleDescription("Name must be filled in"));
    expect(control).toBeInvalid();
  });

  it("says what belongs to no field above the buttons", async () => {
    api.refusal = { status: 403, errors: { body: ["is not yours"] } };
    const user = open("/trails");
    await user.click(await screen.findByRole("button", { name: "New trail" }));
    const form = await dialog();
    await user.click(form.getByRole("button", { name: "Save" }));
    expect(await form.findByRole("alert")).toHaveTextContent("is not yours");
  });

  it("changes a trail", async () => {
    const stored = api.addTrail();
    const user = open("/trails");
    await user.click(await (await record("Harbor loop")).findByRole("button", { name: "Edit Harbor loop" }));
    const form = await dialog();
    const control = form.getByLabelText(label("Name"));
    expect(control).toHaveValue("Harbor loop");
    await user.clear(control);
    await user.type(control, "Harbor round");
    await user.click(form.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Harbor round", { selector: "td" })).toBeVisible();
    expect(screen.queryByText("Harbor loop", { selector: "td" })).not.toBeInTheDocument();
    expect(api.seen).toEqual([
      { method: "PUT", path: `/trails/${stored["slug"]}`, body: { trail: expect.objectContaining({ name: "Harbor round", lengthKm: 4.5 }) } },
    ]);
  });

  it("deletes a trail only when confirmed", async () => {
    const stored = api.addTrail();
    const user = open("/trails");
    const ask = async () => user.click(await (await record("Harbor loop")).findByRole("button", { name: "Delete Harbor loop" }));
    await ask();
    await user.click((await question()).getByRole("button", { name: "Cancel" }));
    expect(api.seen).toEqual([]);
    await ask();
    await user.click((await question()).getByRole("button", { name: "Delete" }));
    await waitFor(() => expect(screen.queryByText("Harbor loop", { selector: "td" })).not.toBeInTheDocument());
    expect(api.seen).toEqual([{ method: "DELETE", path: `/trails/${stored["slug"]}`, body: undefined }]);
  });

  it("says why a trail cannot be deleted", async () => {
    api.addTrail();
    api.refusal = { status: 403, errors: { body: ["is not yours"] } };
    const user = open("/trails");
    await user.click(await (await record("Harbor loop")).findByRole("button", { name: "Delete Harbor loop" }));
    await user.click((await question()).getByRole("button", { name: "Delete" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("is not yours");
  });

  it("narrows the list to a region", async () => {
    api.addTrail();
    api.addTrail({ name: "High path", region: "hills" });
    const user = open("/trails");
    await record("Harbor loop");
    await user.selectOptions(screen.getByLabelText("Region filter"), "hills");
    await waitFor(() => expect(screen.queryByText("Harbor loop", { selector: "td" })).not.toBeInTheDocument());
    expect(screen.getByText("High path", { selector: "td" })).toBeVisible();
    await user.selectOptions(screen.getByLabelText("Region filter"), "forest");
    expect(await screen.findByText(/No trail of this region/)).toBeVisible();
  });

  it("leads to the oldest of many trails", async () => {
    for (let number = 1; number <= 21; number++) api.addTrail({ name: `Trail number ${number}` });
    const user = open("/trails");
    await record("Trail number 21");
    expect(screen.queryByText("Trail number 1", { selector: "td" })).not.toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Next" }));
    await record("Trail number 1");
    expect(screen.getByText("21–21 of 21")).toBeVisible();
  });

  it("favors a trail, and no longer", async () => {
    const { slug } = api.addTrail();
    const user = open("/trails");
    await user.click(await (await record("Harbor loop")).findByRole("button", { name: "Favor Harbor loop" }));
    expect(await screen.findByText("Favored by 1")).toBeVisible();
    await user.click(await screen.findByRole("button", { name: "Favor no longer Harbor loop" }));
    expect(await screen.findByText("Favored by 0")).toBeVisible();
    expect(api.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `POST /trails/${slug}/favorite`,
      `DELETE /trails/${slug}/favorite`,
    ]);
  });

  it("says why a trail cannot be favored", async () => {
    api.addTrail();
    api.refusal = { status: 404, errors: { body: ["is not there any more"] } };
    const user = open("/trails");
    await user.click(await (await record("Harbor loop")).findByRole("button", { name: "Favor Harbor loop" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("is not there any more");
  });

  it("offers a trail's changes to its author alone", async () => {
    api.addTrail({ author: { username: "Ben" } });
    open("/trails");
    const row = await record("Harbor loop");
    expect(await row.findByRole("button", { name: /^Favor/ })).toBeVisible();
    for (const name of [/^Edit/, /^Delete/]) expect(row.queryByRole("button", { name })).not.toBeInTheDocument();
  });

  it("lets everybody read, and nobody change", async () => {
    localStorage.clear();
    api.addTrail();
    open("/trails");
    const row = await record("Harbor loop");
    expect(row.getByRole("link", { name: "Reports Harbor loop" })).toBeVisible();
    expect(row.queryByRole("button")).not.toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "New trail" })).not.toBeInTheDocument();
    expect(screen.getByRole("link", { name: "Sign in" })).toBeVisible();
  });

  it("says so when the API does not answer, and shows no rows", async () => {
    api.down = true;
    open("/trails");
    expect(await screen.findByRole("alert")).toHaveTextContent("does not answer");
    expect(screen.queryByRole("table")).not.toBeInTheDocument();
  });
});
