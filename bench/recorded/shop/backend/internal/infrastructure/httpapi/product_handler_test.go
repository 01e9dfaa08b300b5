package httpapi_test

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// newProduct is a body that must be accepted; variant 1 differs from variant 0.
func newProduct(t *testing.T, api http.Handler, variant int) map[string]any {
	t.Helper()
	return []map[string]any{
		{
			"name":        unique("amber %d"),
			"description": "amber description",
			"price":       2,
		},
		{
			"name":        unique("birch %d"),
			"description": "birch description",
			"price":       3,
		},
	}[variant]
}

func TestProductLifecycle(t *testing.T) {
	api := newAPI(t)
	body, otherBody := newProduct(t, api, 0), newProduct(t, api, 1)
	created := create(t, api, "/products", body)
	other := create(t, api, "/products", otherBody)
	path, otherPath := itemPath("/products", created), itemPath("/products", other)
	holds(t, created, body)
	holds(t, get(t, api, path), body)

	list := getList(t, api, "/products")
	if len(list) != 2 || list[0]["id"] != other["id"] || list[1]["id"] != created["id"] {
		t.Fatalf("list = %v, want both, newest first", list)
	}
	holds(t, list[1], body)

	changed := maps.Clone(body)
	changed["name"] = "cobalt name"
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

func TestProductBrokenValuesAreRefused(t *testing.T) {
	api := newAPI(t)
	body := newProduct(t, api, 0)
	created := create(t, api, "/products", body)
	path := itemPath("/products", created)
	for _, wrong := range []struct {
		name  string
		value any
		named bool
	}{
		{"name", nil, true},
		{"description", strings.Repeat("x", 501), true},
		{"price", nil, true},
	} {
		name := wrong.name
		broken := maps.Clone(body)
		broken[name] = wrong.value
		if status, answer := call(t, api, http.MethodPost, "/products", broken); status != http.StatusUnprocessableEntity || wrong.named && !names(answer, name) {
			t.Errorf("%s: create = %d %v, want 422 and the field", name, status, answer)
		}
		if list := getList(t, api, "/products"); len(list) != 1 {
			t.Errorf("%s: a refused product was stored: %v", name, list)
		}
		if status, answer := call(t, api, http.MethodPut, path, broken); status != http.StatusUnprocessableEntity || wrong.named && !names(answer, name) {
			t.Errorf("%s: replace = %d %v, want 422 and the field", name, status, answer)
		}
		holds(t, get(t, api, path), body)
	}
}

func TestProductLimitsAreAccepted(t *testing.T) {
	api := newAPI(t)
	for _, edge := range []struct {
		name  string
		value any
	}{
		{"name", strings.Repeat("x", 80)},
		{"description", strings.Repeat("x", 500)},
		{"price", 1},
		{"price", 1000000},
	} {
		body := newProduct(t, api, 0)
		body[edge.name] = edge.value
		holds(t, create(t, api, "/products", body), body)
	}
}

func TestProductNeedsOnlyWhatIsRequired(t *testing.T) {
	api := newAPI(t)
	body := newProduct(t, api, 0)
	full := maps.Clone(body)
	full["description"] = "amber description"
	path := itemPath("/products", create(t, api, "/products", full))
	defaults := map[string]any{
		"description": nil,
	}
	for name := range defaults {
		delete(body, name)
	}
	if status, answer := call(t, api, http.MethodPut, path, body); status != http.StatusOK {
		t.Fatalf("replace = %d %v, want 200", status, answer)
	}
	holds(t, get(t, api, path), defaults)
}

func TestProductListIsNarrowed(t *testing.T) {
	api := newAPI(t)
	first, second := newProduct(t, api, 0), newProduct(t, api, 1)
	older := create(t, api, "/products", first)
	newer := create(t, api, "/products", second)
	for query, want := range map[string]any{
		"?limit=1":          newer["id"],
		"?limit=1&offset=1": older["id"],
		"?sort=id&limit=1":  older["id"],
		"?sort=-id&limit=1": newer["id"],
		"?q=" + url.QueryEscape(strings.ToUpper(first["name"].(string))):        older["id"],
		"?q=" + url.QueryEscape(strings.ToUpper(first["description"].(string))): older["id"],
	} {
		list := getList(t, api, "/products"+query)
		if len(list) != 1 || list[0]["id"] != want {
			t.Errorf("GET /products%s = %v, want only %v", query, list, want)
		}
	}
}

func TestProductRefusals(t *testing.T) {
	cases := []struct {
		name, method, path string
		body               any
		status             int
	}{
		{"unknown id", http.MethodGet, "/products/4711", nil, http.StatusNotFound},
		{"id that is no number", http.MethodGet, "/products/first", nil, http.StatusBadRequest},
		{"nothing required", http.MethodPost, "/products", map[string]any{}, http.StatusUnprocessableEntity},
		{"wrong type", http.MethodPost, "/products", map[string]any{"name": 7}, http.StatusUnprocessableEntity},
		{"not an object", http.MethodPost, "/products", "text", http.StatusBadRequest},
		{"page size", http.MethodGet, "/products?limit=0", nil, http.StatusBadRequest},
		{"order", http.MethodGet, "/products?sort=nothing", nil, http.StatusBadRequest},
		{"no such place in the list", http.MethodGet, "/products?offset=-1", nil, http.StatusBadRequest},
		{"method", http.MethodPatch, "/products", nil, http.StatusMethodNotAllowed},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if status, answer := call(t, newAPI(t), c.method, c.path, c.body); status != c.status {
				t.Errorf("%s %s = %d %v, want %d", c.method, c.path, status, answer, c.status)
			}
		})
	}
}

func TestProductNameIsUnique(t *testing.T) {
	api := newAPI(t)
	first, second := newProduct(t, api, 0), newProduct(t, api, 1)
	create(t, api, "/products", first)
	second["name"] = first["name"]
	if status, answer := call(t, api, http.MethodPost, "/products", second); status != http.StatusConflict {
		t.Errorf("status = %d %v, want 409", status, answer)
	}
	second = newProduct(t, api, 1)
	path := itemPath("/products", create(t, api, "/products", second))
	taken := maps.Clone(second)
	taken["name"] = first["name"]
	if status, answer := call(t, api, http.MethodPut, path, taken); status != http.StatusConflict {
		t.Errorf("replace = %d %v, want 409", status, answer)
	}
	if status, answer := call(t, api, http.MethodPut, path, second); status != http.StatusOK {
		t.Errorf("replace with its own value = %d %v, want 200", status, answer)
	}
}
