package httpapi_test

import (
	"fmt"
	"maps"
	"net/http"
	"testing"
)

// newCartLine is a body that must be accepted; variant 1 differs from variant 0.
func newCartLine(t *testing.T, api http.Handler, variant int) map[string]any {
	t.Helper()
	productParent := create(t, api, "/products", newProduct(t, api, variant))
	return []map[string]any{
		{
			"quantity": 2,
			"product":  productParent["id"],
		},
		{
			"quantity": 3,
			"product":  productParent["id"],
		},
	}[variant]
}

func TestCartLineLifecycle(t *testing.T) {
	api := newAPI(t)
	body, otherBody := newCartLine(t, api, 0), newCartLine(t, api, 1)
	created := create(t, api, "/cart_lines", body)
	other := create(t, api, "/cart_lines", otherBody)
	path, otherPath := itemPath("/cart_lines", created), itemPath("/cart_lines", other)
	holds(t, created, body)
	holds(t, get(t, api, path), body)

	list := getList(t, api, "/cart_lines")
	if len(list) != 2 || list[0]["id"] != other["id"] || list[1]["id"] != created["id"] {
		t.Fatalf("list = %v, want both, newest first", list)
	}
	holds(t, list[1], body)

	changed := maps.Clone(body)
	changed["quantity"] = 4
	status, answer := call(t, api, http.MethodPut, path, changed)
	if status != http.StatusOK {
		t.Fatalf("replace = %d %v, want 200", status, answer)
	}
	changed["created_at"] = created["created_at"]
	holds(t, answer.(map[string]any), changed)
	holds(t, get(t, api, path), changed)
	holds(t, get(t, api, otherPath), otherBody)

	if status, _ := call(t, api, http.MethodDelete, path, nil); status != http.StatusNoContent {
		t.Fatalf("delete = %d, want 204", status)
	}
	for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodDelete} {
		if status, _ := call(t, api, method, path, changed); status != http.StatusNotFound {
			t.Errorf("%s after delete = %d, want 404", method, status)
		}
	}
	holds(t, get(t, api, otherPath), otherBody)
}

func TestCartLineBrokenValuesAreRefused(t *testing.T) {
	api := newAPI(t)
	body := newCartLine(t, api, 0)
	created := create(t, api, "/cart_lines", body)
	path := itemPath("/cart_lines", created)
	for _, wrong := range []struct {
		name  string
		value any
		named bool
	}{
		{"product", nil, true},
		{"quantity", nil, true},
	} {
		name := wrong.name
		broken := maps.Clone(body)
		broken[name] = wrong.value
		if status, answer := call(t, api, http.MethodPost, "/cart_lines", broken); status != http.StatusUnprocessableEntity || wrong.named && !names(answer, name) {
			t.Errorf("%s: create = %d %v, want 422 and the field", name, status, answer)
		}
		if list := getList(t, api, "/cart_lines"); len(list) != 1 {
			t.Errorf("%s: a refused cart line was stored: %v", name, list)
		}
		if status, answer := call(t, api, http.MethodPut, path, broken); status != http.StatusUnprocessableEntity || wrong.named && !names(answer, name) {
			t.Errorf("%s: replace = %d %v, want 422 and the field", name, status, answer)
		}
		holds(t, get(t, api, path), body)
	}
}

func TestCartLineLimitsAreAccepted(t *testing.T) {
	api := newAPI(t)
	for _, edge := range []struct {
		name  string
		value any
	}{
		{"quantity", 1},
		{"quantity", 20},
	} {
		body := newCartLine(t, api, 0)
		body[edge.name] = edge.value
		holds(t, create(t, api, "/cart_lines", body), body)
	}
}

func TestCartLineListIsNarrowed(t *testing.T) {
	api := newAPI(t)
	first, second := newCartLine(t, api, 0), newCartLine(t, api, 1)
	older := create(t, api, "/cart_lines", first)
	newer := create(t, api, "/cart_lines", second)
	for query, want := range map[string]any{
		"?limit=1":          newer["id"],
		"?limit=1&offset=1": older["id"],
		"?sort=id&limit=1":  older["id"],
		"?sort=-id&limit=1": newer["id"],
	} {
		list := getList(t, api, "/cart_lines"+query)
		if len(list) != 1 || list[0]["id"] != want {
			t.Errorf("GET /cart_lines%s = %v, want only %v", query, list, want)
		}
	}
	for _, record := range []map[string]any{older, newer} {
		for _, found := range getList(t, api, fmt.Sprintf("/cart_lines?product=%v", record["product"])) {
			if found["product"] != record["product"] {
				t.Errorf("narrowed to product = %v, found %v", record["product"], found)
			}
		}
	}
}

func TestCartLineRefusals(t *testing.T) {
	cases := []struct {
		name, method, path string
		body               any
		status             int
	}{
		{"unknown id", http.MethodGet, "/cart_lines/4711", nil, http.StatusNotFound},
		{"id that is no number", http.MethodGet, "/cart_lines/first", nil, http.StatusBadRequest},
		{"nothing required", http.MethodPost, "/cart_lines", map[string]any{}, http.StatusUnprocessableEntity},
		{"wrong type", http.MethodPost, "/cart_lines", map[string]any{"quantity": "many"}, http.StatusUnprocessableEntity},
		{"not an object", http.MethodPost, "/cart_lines", "text", http.StatusBadRequest},
		{"page size", http.MethodGet, "/cart_lines?limit=0", nil, http.StatusBadRequest},
		{"order", http.MethodGet, "/cart_lines?sort=nothing", nil, http.StatusBadRequest},
		{"no such place in the list", http.MethodGet, "/cart_lines?offset=-1", nil, http.StatusBadRequest},
		{"method", http.MethodPatch, "/cart_lines", nil, http.StatusMethodNotAllowed},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if status, answer := call(t, newAPI(t), c.method, c.path, c.body); status != c.status {
				t.Errorf("%s %s = %d %v, want %d", c.method, c.path, status, answer, c.status)
			}
		})
	}
}

func TestCartLineProductIsKept(t *testing.T) {
	api := newAPI(t)
	body := newCartLine(t, api, 0)
	body["product"] = 987654321
	if status, answer := call(t, api, http.MethodPost, "/cart_lines", body); status != http.StatusUnprocessableEntity {
		t.Errorf("POST with an unknown product = %d %v, want 422", status, answer)
	}
	body = newCartLine(t, api, 1)
	target := create(t, api, "/products", newProduct(t, api, 0))
	body["product"] = target["id"]
	holds(t, create(t, api, "/cart_lines", body), body)
	path := itemPath("/products", target)
	if status, answer := call(t, api, http.MethodDelete, path, nil); status != http.StatusConflict {
		t.Errorf("DELETE of what is referred to = %d %v, want 409", status, answer)
	}
	holds(t, get(t, api, path), map[string]any{"id": target["id"]})
}
