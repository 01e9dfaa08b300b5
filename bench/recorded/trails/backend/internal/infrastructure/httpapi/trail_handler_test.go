package httpapi_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"
)

func newTrail() map[string]any {
	return map[string]any{
		"name": unique("Harbor loop %d"), "summary": "Around the bay", "region": "coast", "lengthKm": 4.5, "warning": "Mind the cliff",
	}
}

func trailPath(trail map[string]any) string { return "/api/trails/" + trail["slug"].(string) }

func TestTrailLifecycle(t *testing.T) {
	api := newAPI(t)
	me := get(t, api, "/api/user", "user")["username"]
	body, otherBody := newTrail(), newTrail()
	created := create(t, api, "/api/trails", "trail", body)
	other := create(t, api, "/api/trails", "trail", otherBody)
	path := trailPath(created)
	holds(t, created, body)
	holds(t, created, map[string]any{"favorited": false, "favoritesCount": 0, "author": map[string]any{"username": me}})
	holds(t, get(t, nobody(api), path, "trail"), created)

	list := getList(t, nobody(api), "/api/trails", "trails")
	if len(list) != 2 || list[0]["slug"] != other["slug"] || list[1]["slug"] != created["slug"] {
		t.Fatalf("list = %v, want both, newest first", list)
	}
	holds(t, list[1], created)

	status, answer := call(t, api, http.MethodPut, path, in("trail", map[string]any{"name": "Pier walk", "lengthKm": 5.25}))
	if status != http.StatusOK {
		t.Fatalf("change = %d %v, want 200", status, answer)
	}
	changed := maps.Clone(body)
	changed["name"], changed["lengthKm"], changed["createdAt"], changed["slug"] = "Pier walk", 5.25, created["createdAt"], created["slug"]
	holds(t, answer["trail"].(map[string]any), changed)
	holds(t, get(t, api, path, "trail"), changed)
	holds(t, get(t, api, trailPath(other), "trail"), otherBody)

	if status, _ := call(t, api, http.MethodDelete, path, nil); status != http.StatusNoContent {
		t.Fatalf("delete = %d, want 204", status)
	}
	for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodDelete} {
		if status, _ := call(t, api, method, path, in("trail", body)); status != http.StatusNotFound {
			t.Errorf("%s after delete = %d, want 404", method, status)
		}
	}
	holds(t, get(t, api, trailPath(other), "trail"), otherBody)
	if list := getList(t, api, "/api/trails", "trails"); len(list) != 1 {
		t.Errorf("list = %v, want the other", list)
	}
}

func TestEachFieldIsChangedAlone(t *testing.T) {
	api := newAPI(t)
	for field, value := range map[string]any{"name": "Pier walk", "summary": "Along the pier", "region": "hills", "lengthKm": 9, "warning": nil} {
		body := newTrail()
		path := trailPath(create(t, api, "/api/trails", "trail", body))
		status, answer := call(t, api, http.MethodPut, path, in("trail", map[string]any{field: value}))
		if status != http.StatusOK {
			t.Fatalf("%s: change = %d %v, want 200", field, status, answer)
		}
		body[field] = value
		holds(t, answer["trail"].(map[string]any), body)
		holds(t, get(t, api, path, "trail"), body)
	}
}

func TestTrailsAreRefused(t *testing.T) {
	api := newAPI(t)
	body := newTrail()
	path := trailPath(create(t, api, "/api/trails", "trail", body))
	for _, wrong := range []struct {
		field string
		value any
		named bool
	}{
		{"name", nil, true}, {"name", strings.Repeat("x", 81), true}, {"name", 7, false},
		{"summary", "", true}, {"summary", strings.Repeat("x", 501), true},
		{"region", "desert", true}, {"region", nil, true},
		{"lengthKm", 0, true}, {"lengthKm", 500.5, true}, {"lengthKm", nil, true}, {"lengthKm", "far", false},
		{"warning", strings.Repeat("x", 201), true},
	} {
		broken := maps.Clone(body)
		broken[wrong.field] = wrong.value
		for method, where := range map[string]string{http.MethodPost: "/api/trails", http.MethodPut: path} {
			if status, answer := call(t, api, method, where, in("trail", broken)); status != http.StatusUnprocessableEntity || wrong.named && !names(answer, wrong.field) {
				t.Errorf("%s %s = %v: %d %v, want 422 and the field", method, wrong.field, wrong.value, status, answer)
			}
		}
		holds(t, get(t, api, path, "trail"), body)
	}
	for _, field := range []string{"name", "summary", "region", "lengthKm"} {
		less := newTrail()
		delete(less, field)
		if status, answer := call(t, api, http.MethodPost, "/api/trails", in("trail", less)); status != http.StatusUnprocessableEntity || !names(answer, field) {
			t.Errorf("without %s = %d %v, want 422 and the field", field, status, answer)
		}
	}
	if list := getList(t, api, "/api/trails", "trails"); len(list) != 1 {
		t.Errorf("list = %v, want only what was accepted", list)
	}
}

func TestTrailLimitsAreAccepted(t *testing.T) {
	api := newAPI(t)
	for _, edge := range []struct {
		name  string
		value any
	}{
		{"name", strings.Repeat("x", 80)}, {"name", "x"}, {"summary", strings.Repeat("x", 500)}, {"summary", "x"},
		{"lengthKm", 0.1}, {"lengthKm", 500}, {"warning", strings.Repeat("x", 200)},
	} {
		body := newTrail()
		body[edge.name] = edge.value
		holds(t, create(t, api, "/api/trails", "trail", body), body)
	}
	body := newTrail()
	delete(body, "warning")
	holds(t, create(t, api, "/api/trails", "trail", body), map[string]any{"warning": nil})
}

func TestTrailsOfOneNameHaveSlugsOfTheirOwn(t *testing.T) {
	api := newAPI(t)
	body := newTrail()
	first, second := create(t, api, "/api/trails", "trail", body), create(t, api, "/api/trails", "trail", body)
	if first["slug"] == second["slug"] || second["slug"] != first["slug"].(string)+"-2" {
		t.Errorf("slugs = %v and %v", first["slug"], second["slug"])
	}
}

func TestTrailListIsNarrowed(t *testing.T) {
	api := newAPI(t)
	older, hilly := create(t, api, "/api/trails", "trail", newTrail()), newTrail()
	hilly["region"] = "hills"
	newer := create(t, api, "/api/trails", "trail", hilly)
	for query, c := range map[string]struct {
		slug  any
		total float64
	}{
		"?limit=1":          {newer["slug"], 2},
		"?limit=1&offset=1": {older["slug"], 2},
		"?region=hills":     {newer["slug"], 1},
		"?region=coast":     {older["slug"], 1},
	} {
		_, answer := call(t, api, http.MethodGet, "/api/trails"+query, nil)
		list := answer["trails"].([]any)
		if len(list) != 1 || list[0].(map[string]any)["slug"] != c.slug || answer["trailsCount"] != c.total {
			t.Errorf("GET /api/trails%s = %v, want only %v of %v", query, answer, c.slug, c.total)
		}
	}
	if list := getList(t, api, "/api/trails?region=forest", "trails"); len(list) != 0 {
		t.Errorf("forest = %v, want none", list)
	}
	for _, query := range []string{"?limit=0", "?limit=101", "?limit=many", "?offset=-1", "?region=desert"} {
		if status, answer := call(t, api, http.MethodGet, "/api/trails"+query, nil); status != http.StatusUnprocessableEntity {
			t.Errorf("GET /api/trails%s = %d %v, want 422", query, status, answer)
		}
	}
}

func TestATrailIsItsAuthorsToChange(t *testing.T) {
	api := newAPI(t)
	body := newTrail()
	path := trailPath(create(t, api, "/api/trails", "trail", body))
	stranger := another(t, api)
	for _, method := range []string{http.MethodPut, http.MethodDelete} {
		if status, _ := call(t, stranger, method, path, in("trail", newTrail())); status != http.StatusForbidden {
			t.Errorf("%s by another = %d, want 403", method, status)
		}
		if status, _ := call(t, nobody(api), method, path, in("trail", newTrail())); status != http.StatusUnauthorized {
			t.Errorf("%s by nobody = %d, want 401", method, status)
		}
	}
	if status, _ := call(t, nobody(api), http.MethodPost, "/api/trails", in("trail", newTrail())); status != http.StatusUnauthorized {
		t.Errorf("POST by nobody = %d, want 401", status)
	}
	holds(t, get(t, stranger, path, "trail"), body)
	forged := newTrail()
	forged["author"] = map[string]any{"username": "somebody else"}
	made := create(t, api, "/api/trails", "trail", forged)
	holds(t, made, map[string]any{"author": map[string]any{"username": get(t, api, "/api/user", "user")["username"]}})
}

func TestFavorites(t *testing.T) {
	api := newAPI(t)
	path := trailPath(create(t, api, "/api/trails", "trail", newTrail()))
	untouched := trailPath(create(t, api, "/api/trails", "trail", newTrail()))
	ben := another(t, api)
	mark := func(who http.Handler, method string, favorited bool, count int) {
		t.Helper()
		status, answer := call(t, who, method, path+"/favorite", nil)
		if status != http.StatusOK {
			t.Fatalf("%s = %d %v, want 200", method, status, answer)
		}
		want := map[string]any{"favorited": favorited, "favoritesCount": count}
		holds(t, answer["trail"].(map[string]any), want)
		holds(t, get(t, who, path, "trail"), want)
	}
	mark(api, http.MethodPost, true, 1)
	mark(api, http.MethodPost, true, 1)
	mark(ben, http.MethodPost, true, 2)
	mark(api, http.MethodDelete, false, 1)
	mark(api, http.MethodDelete, false, 1)
	holds(t, get(t, nobody(api), path, "trail"), map[string]any{"favorited": false, "favoritesCount": 1})
	holds(t, getList(t, ben, "/api/trails", "trails")[1], map[string]any{"favorited": true})
	holds(t, get(t, ben, untouched, "trail"), map[string]any{"favorited": false, "favoritesCount": 0})
	for _, method := range []string{http.MethodPost, http.MethodDelete} {
		if status, _ := call(t, nobody(api), method, path+"/favorite", nil); status != http.StatusUnauthorized {
			t.Errorf("%s by nobody = %d, want 401", method, status)
		}
		if status, _ := call(t, api, method, "/api/trails/nowhere/favorite", nil); status != http.StatusNotFound {
			t.Errorf("%s of an unknown trail = %d, want 404", method, status)
		}
	}
}
