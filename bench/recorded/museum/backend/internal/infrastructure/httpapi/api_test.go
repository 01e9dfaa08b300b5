package httpapi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"harbour-museum-audio-guide/backend/internal/application"
	"harbour-museum-audio-guide/backend/internal/infrastructure/httpapi"
	"harbour-museum-audio-guide/backend/internal/infrastructure/security"
	"harbour-museum-audio-guide/backend/internal/infrastructure/sqlite"
)

type world struct {
	*testing.T
	url     string
	curator string
	mu      sync.Mutex
	now     time.Time
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *world) later(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

func start(t *testing.T, options httpapi.Options) *world {
	t.Helper()
	w := &world{T: t, now: time.Date(2031, 1, 1, 12, 0, 0, 0, time.UTC)}
	w.url = serve(t, filepath.Join(t.TempDir(), "data", "app.db"), w.clock, options)
	got := w.ok("POST", "/visitors/login", "", `{"visitor":{"email":"curator@harbourmuseum.example","password":"a password of the tests"}}`, 200)
	w.curator = at(got, "/visitor/token").(string)
	return w
}

func serve(t *testing.T, path string, clock application.Clock, options httpapi.Options) string {
	t.Helper()
	store, err := sqlite.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	service, err := application.NewService(store, security.NewFastArgon2(), security.Tokens{}, clock)
	if err != nil {
		t.Fatal(err)
	}
	if err := service.Seed(context.Background(), application.FirstDay("a password of the tests")); err != nil {
		t.Fatal(err)
	}
	if options.CORSOrigins == nil {
		options.CORSOrigins = []string{"*"}
	}
	server := httptest.NewServer(httpapi.New(service, options))
	t.Cleanup(func() {
		server.Close()
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return server.URL
}

func (w *world) send(method, path, token, body string, headers ...string) (*http.Response, []byte) {
	w.Helper()
	request, err := http.NewRequest(method, w.url+path, strings.NewReader(body))
	if err != nil {
		w.Fatal(err)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		w.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		w.Fatal(err)
	}
	return response, content
}

// ok sends a request to the API and wants a status; it gives the body.
func (w *world) ok(method, path, token, body string, status int) any {
	w.Helper()
	response, content := w.send(method, "/api/v1"+path, token, body)
	if response.StatusCode != status {
		w.Fatalf("%s %s: status %d, want %d: %s", method, path, response.StatusCode, status, content)
	}
	if status == 204 {
		if len(content) != 0 {
			w.Errorf("%s %s: 204 with a body", method, path)
		}
		return nil
	}
	if media := response.Header.Get("Content-Type"); media != "application/json" {
		w.Errorf("%s %s: media type %q", method, path, media)
	}
	var value any
	if err := json.Unmarshal(content, &value); err != nil {
		w.Fatalf("%s %s: %v: %s", method, path, err, content)
	}
	if status >= 400 {
		if _, isObject := at(value, "/errors").(map[string]any); !isObject {
			w.Errorf("%s %s: no errors in %s", method, path, content)
		}
	}
	return value
}

// refused wants a 422 with messages about exactly these fields.
func (w *world) refused(method, path, token, body string, fields ...string) {
	w.Helper()
	errs := at(w.ok(method, path, token, body, 422), "/errors").(map[string]any)
	if len(errs) != len(fields) {
		w.Errorf("%s %s %s: errors %v, want about %v", method, path, body, errs, fields)
	}
	for _, field := range fields {
		if list, _ := errs[field].([]any); len(list) == 0 {
			w.Errorf("%s %s %s: errors %v, want about %v", method, path, body, errs, fields)
		}
	}
}

func at(value any, pointer string) any {
	for _, part := range strings.Split(pointer, "/")[1:] {
		switch v := value.(type) {
		case map[string]any:
			value = v[part]
		case []any:
			var i int
			if _, err := fmt.Sscanf(part, "%d", &i); err != nil || i >= len(v) {
				return nil
			}
			value = v[i]
		default:
			return nil
		}
	}
	return value
}

func (w *world) want(value any, pairs ...any) {
	w.Helper()
	for i := 0; i+1 < len(pairs); i += 2 {
		pointer, want := pairs[i].(string), pairs[i+1]
		if n, isInt := want.(int); isInt {
			want = float64(n)
		}
		if got := at(value, pointer); !reflect.DeepEqual(got, want) {
			w.Errorf("%s = %#v, want %#v", pointer, got, want)
		}
	}
}

func (w *world) register(name string) string {
	w.Helper()
	got := w.ok("POST", "/visitors", "", fmt.Sprintf(`{"visitor":{"username":%q,"email":"%s@example.org","password":"harbour-lights"}}`, name, name), 201)
	return at(got, "/visitor/token").(string)
}

func (w *world) exhibition(title string) string {
	w.Helper()
	got := w.ok("POST", "/exhibitions", w.curator, fmt.Sprintf(`{"exhibition":{"title":%q,"opensOn":"2031-05-01"}}`, title), 201)
	return at(got, "/exhibition/slug").(string)
}

func (w *world) draft(title string, number int, exhibition, tags string) string {
	w.Helper()
	got := w.ok("POST", "/exhibits", w.curator,
		fmt.Sprintf(`{"exhibit":{"title":%q,"number":%d,"body":"Text","exhibition":%q,"tagList":%s}}`, title, number, exhibition, tags), 201)
	return at(got, "/exhibit/slug").(string)
}

func (w *world) published(title string, number int, exhibition, tags string) string {
	w.Helper()
	slug := w.draft(title, number, exhibition, tags)
	w.ok("PATCH", "/exhibits/"+slug, w.curator, `{"exhibit":{"status":"published"}}`, 200)
	return slug
}

func TestFirstDay(t *testing.T) {
	w := start(t, httpapi.Options{})
	list := w.ok("GET", "/exhibitions", "", "", 200)
	w.want(list, "/exhibitionsCount", 2, "/exhibitions/0/slug", "life-below-deck", "/exhibitions/0/exhibitsCount", 2,
		"/exhibitions/0/closesOn", "2027-10-31", "/exhibitions/1/slug", "lights-of-the-harbour", "/exhibitions/1/exhibitsCount", 3, "/exhibitions/1/floor", 1)
	exhibits := w.ok("GET", "/exhibits", "", "", 200)
	w.want(exhibits, "/exhibitsCount", 5, "/exhibits/0/number", 101, "/exhibits/0/slug", "the-brass-fog-horn", "/exhibits/4/slug", "ships-biscuit",
		"/exhibits/0/publishedAt", "2031-01-01T12:00:00.000Z", "/exhibits/2/audioUrl", nil, "/exhibits/1/durationSeconds", 140)
	w.want(w.ok("GET", "/visitor", w.curator, "", 200), "/visitor/username", "curator", "/visitor/role", "curator", "/visitor/token", w.curator)
}

func TestRecordsSurviveARestartAndAreSeededOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "app.db")
	clock := func() time.Time { return time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC) }
	w := &world{T: t, url: serve(t, path, clock, httpapi.Options{})}
	token := w.register("mira")
	w.url = serve(t, path, clock, httpapi.Options{})
	w.want(w.ok("GET", "/visitor", token, "", 200), "/visitor/username", "mira")
	w.want(w.ok("GET", "/exhibitions", "", "", 200), "/exhibitionsCount", 2)
	w.want(w.ok("GET", "/exhibits", "", "", 200), "/exhibitsCount", 5)
}

func TestRegisterAndLogIn(t *testing.T) {
	w := start(t, httpapi.Options{})
	got := w.ok("POST", "/visitors", "", `{"visitor":{"username":"mira_7","email":"mira@example.com","password":"harbour-lights","role":"curator","language":"fr"}}`, 201)
	w.want(got, "/visitor/username", "mira_7", "/visitor/email", "mira@example.com", "/visitor/language", "fr", "/visitor/role", "visitor", "/visitor/password", nil)
	token := at(got, "/visitor/token").(string)
	w.want(w.ok("GET", "/visitor", token, "", 200), "/visitor/username", "mira_7", "/visitor/token", token)
	login := w.ok("POST", "/visitors/login", "", `{"visitor":{"email":"mira@example.com","password":"harbour-lights"}}`, 200)
	w.want(login, "/visitor/username", "mira_7", "/visitor/language", "fr")
	if second := at(login, "/visitor/token"); second == token {
		t.Error("two sign-ins have one token")
	}
	_, wrong := w.send("POST", "/api/v1/visitors/login", "", `{"visitor":{"email":"mira@example.com","password":"harbour-lightz"}}`)
	_, unknown := w.send("POST", "/api/v1/visitors/login", "", `{"visitor":{"email":"nobody@example.com","password":"harbour-lights"}}`)
	if !bytes.Equal(wrong, unknown) {
		t.Errorf("a wrong password says %s, an unknown login %s", wrong, unknown)
	}
	w.ok("POST", "/visitors/login", "", `{"visitor":{"email":"mira@example.com","password":"harbour-lightz"}}`, 401)
	w.ok("POST", "/visitors/login", "", `{"visitor":{"email":"nobody@example.com","password":"harbour-lights"}}`, 401)
	w.refused("POST", "/visitors/login", "", `{"visitor":{"email":"mira@example.com"}}`, "password")
	w.refused("POST", "/visitors", "", `{"visitor":{"username":"mira_8","email":"mira@example.com","password":"harbour-lights"}}`, "email")
	w.refused("POST", "/visitors", "", `{"visitor":{"username":"mira_7","email":"mira8@example.com","password":"harbour-lights"}}`, "username")
	w.refused("POST", "/visitors", "", `{"visitor":{}}`, "username", "email", "password")
	w.refused("POST", "/visitors", "", `{"visitor":{"username":7,"email":null,"password":["x"],"language":"it"}}`, "username", "email", "password", "language")
	w.refused("POST", "/visitors", "", `{}`, "visitor")
	// What was refused is not stored.
	w.ok("POST", "/visitors/login", "", `{"visitor":{"email":"mira8@example.com","password":"harbour-lights"}}`, 401)
	w.ok("GET", "/visitor", "nonsense", "", 401)
	w.ok("GET", "/visitor", "", "", 401)
	w.ok("POST", "/exhibitions", token, `{"exhibition":{"title":"Mine","opensOn":"2031-01-01"}}`, 403)
}

func TestTokensExpire(t *testing.T) {
	w := start(t, httpapi.Options{})
	token := w.register("mira")
	w.later(720*time.Hour - time.Second)
	w.ok("GET", "/visitor", token, "", 200)
	w.later(time.Second)
	w.ok("GET", "/visitor", token, "", 401)
	w.ok("GET", "/exhibits", token, "", 200)
}

func TestChangeOfTheAccount(t *testing.T) {
	w := start(t, httpapi.Options{})
	ada := w.register("ada")
	w.register("ben")
	w.want(w.ok("PATCH", "/visitor", ada, `{"visitor":{"language":"de","role":"curator","username":"x"}}`, 200),
		"/visitor/language", "de", "/visitor/email", "ada@example.org", "/visitor/role", "visitor", "/visitor/username", "ada", "/visitor/token", ada)
	w.refused("PATCH", "/visitor", ada, `{"visitor":{"email":"ben@example.org"}}`, "email")
	w.refused("PATCH", "/visitor", ada, `{"visitor":{"password":"short"}}`, "password")
	w.refused("PATCH", "/visitor", ada, `{"visitor":{}}`, "visitor")
	w.want(w.ok("GET", "/visitor", ada, "", 200), "/visitor/email", "ada@example.org", "/visitor/language", "de")
	w.want(w.ok("PATCH", "/visitor", ada, `{"visitor":{"email":"ada@example.org"}}`, 200), "/visitor/email", "ada@example.org")
	w.ok("PATCH", "/visitor", ada, `{"visitor":{"email":"new@example.org","password":"another-one"}}`, 200)
	w.ok("POST", "/visitors/login", "", `{"visitor":{"email":"ada@example.org","password":"another-one"}}`, 401)
	w.ok("POST", "/visitors/login", "", `{"visitor":{"email":"new@example.org","password":"harbour-lights"}}`, 401)
	w.want(w.ok("POST", "/visitors/login", "", `{"visitor":{"email":"new@example.org","password":"another-one"}}`, 200), "/visitor/language", "de")
	w.ok("POST", "/visitors/login", "", `{"visitor":{"email":"ben@example.org","password":"harbour-lights"}}`, 200)
	w.ok("PATCH", "/visitor", "", `{"visitor":{"language":"de"}}`, 401)
}

func TestExhibitions(t *testing.T) {
	w := start(t, httpapi.Options{})
	got := w.ok("POST", "/exhibitions", w.curator, `{"exhibition":{"title":"Maps of the Coast","opensOn":"2031-05-01"}}`, 201)
	w.want(got, "/exhibition/slug", "maps-of-the-coast", "/exhibition/description", "", "/exhibition/floor", 0, "/exhibition/closesOn", nil,
		"/exhibition/exhibitsCount", 0, "/exhibition/createdAt", "2031-01-01T12:00:00.000Z")
	full := `{"exhibition":{"title":"Maps of the Coast","opensOn":"2032-01-01","closesOn":"2032-01-01","floor":-2,"description":"<b>ü & \"x\"</b>"}}`
	response, _ := w.send("POST", "/api/v1/exhibitions", w.curator, full)
	if location := response.Header.Get("Location"); location != "/api/v1/exhibitions/maps-of-the-coast-2" {
		t.Errorf("Location = %q", location)
	}
	w.want(w.ok("GET", "/exhibitions/maps-of-the-coast-2", "", "", 200), "/exhibition/title", "Maps of the Coast", "/exhibition/opensOn", "2032-01-01",
		"/exhibition/closesOn", "2032-01-01", "/exhibition/floor", -2, "/exhibition/description", `<b>ü & "x"</b>`)
	w.want(w.ok("GET", "/exhibitions/maps-of-the-coast", "", "", 200), "/exhibition/opensOn", "2031-05-01")
	w.refused("POST", "/exhibitions", w.curator, `{"exhibition":{"title":"X","opensOn":"2032-01-01","closesOn":"2031-12-31"}}`, "closesOn")
	w.refused("POST", "/exhibitions", w.curator, `{"exhibition":{"title":"","opensOn":"soon","floor":6}}`, "title", "opensOn", "floor")
	w.refused("POST", "/exhibitions", w.curator, `{"exhibition":{"title":"X","opensOn":"2032-01-01","floor":1.5,"closesOn":7,"description":null}}`, "floor", "closesOn", "description")
	w.refused("POST", "/exhibitions", w.curator, `{"exhibition":{}}`, "title", "opensOn")
	w.want(w.ok("GET", "/exhibitions", "", "", 200), "/exhibitionsCount", 4, "/exhibitions/0/slug", "maps-of-the-coast-2", "/exhibitions/1/slug", "maps-of-the-coast",
		"/exhibitions/2/slug", "life-below-deck", "/exhibitions/3/slug", "lights-of-the-harbour")
	w.want(w.ok("GET", "/exhibitions?limit=1&offset=1", "", "", 200), "/exhibitionsCount", 4, "/exhibitions/0/slug", "maps-of-the-coast", "/exhibitions/1", nil)
	w.want(w.ok("GET", "/exhibitions?offset=4", "", "", 200), "/exhibitionsCount", 4, "/exhibitions", []any{})
	for _, query := range []string{"limit=0", "limit=101", "limit=x", "limit="} {
		w.refused("GET", "/exhibitions?"+query, "", "", "limit")
		w.refused("GET", "/exhibits?"+query, "", "", "limit")
		w.refused("GET", "/exhibits/the-great-lens/comments?"+query, "", "", "limit")
	}
	w.refused("GET", "/exhibitions?offset=-1", "", "", "offset")
	w.ok("GET", "/exhibitions?limit=100", "", "", 200)
	w.ok("GET", "/exhibitions/none", "", "", 404)
	w.ok("POST", "/exhibitions", w.register("ada"), full, 403)
	w.ok("POST", "/exhibitions", "", full, 401)
}

func TestExhibitsAreWrittenAndChanged(t *testing.T) {
	w := start(t, httpapi.Options{})
	e, f := w.exhibition("Maps of the Coast"), w.exhibition("Winds and Tides")
	full := fmt.Sprintf(`{"exhibit":{"title":"Oil Can","number":31,"body":"B","exhibition":%q,"tagList":["tin","oil"],"audioUrl":"https://a.example/x.mp3","durationSeconds":9,"status":"published"}}`, e)
	response, _ := w.send("POST", "/api/v1/exhibits", w.curator, full)
	if location := response.Header.Get("Location"); response.StatusCode != 201 || location != "/api/v1/exhibits/oil-can" {
		t.Fatalf("status %d, Location %q", response.StatusCode, location)
	}
	w.want(w.ok("GET", "/exhibits/oil-can", w.curator, "", 200), "/exhibit/title", "Oil Can", "/exhibit/number", 31, "/exhibit/body", "B",
		"/exhibit/tagList", []any{"tin", "oil"}, "/exhibit/audioUrl", "https://a.example/x.mp3", "/exhibit/durationSeconds", 9, "/exhibit/status", "draft",
		"/exhibit/publishedAt", nil, "/exhibit/exhibition/slug", e, "/exhibit/exhibition/title", "Maps of the Coast", "/exhibit/favorited", false,
		"/exhibit/favoritesCount", 0, "/exhibit/createdAt", "2031-01-01T12:00:00.000Z", "/exhibit/updatedAt", "2031-01-01T12:00:00.000Z")
	w.want(w.ok("POST", "/exhibits", w.curator, fmt.Sprintf(`{"exhibit":{"title":"Oil Can","number":32,"body":"B","exhibition":%q}}`, e), 201),
		"/exhibit/slug", "oil-can-2", "/exhibit/tagList", []any{}, "/exhibit/audioUrl", nil, "/exhibit/durationSeconds", nil)
	w.refused("POST", "/exhibits", w.curator, full, "number")
	w.refused("POST", "/exhibits", w.curator, `{"exhibit":{"title":"X","number":33,"body":"B","exhibition":"none"}}`, "exhibition")
	w.refused("POST", "/exhibits", w.curator, `{"exhibit":{}}`, "title", "number", "body", "exhibition")
	w.refused("POST", "/exhibits", w.curator, `{"exhibit":{"title":1,"number":"1","body":null,"exhibition":[],"tagList":"x","audioUrl":7,"durationSeconds":true}}`,
		"title", "number", "body", "exhibition", "tagList", "audioUrl", "durationSeconds")
	w.refused("POST", "/exhibits", w.curator, fmt.Sprintf(`{"exhibit":{"title":"X","number":33,"body":"B","exhibition":%q,"tagList":["a",1]}}`, e), "tagList")
	w.want(w.ok("GET", "/exhibits?exhibition="+e, w.curator, "", 200), "/exhibitsCount", 2)

	w.later(time.Minute)
	w.want(w.ok("PATCH", "/exhibits/oil-can", w.curator, `{"exhibit":{"title":"Tin Can"}}`, 200), "/exhibit/slug", "oil-can", "/exhibit/title", "Tin Can",
		"/exhibit/number", 31, "/exhibit/body", "B", "/exhibit/tagList", []any{"tin", "oil"}, "/exhibit/durationSeconds", 9, "/exhibit/status", "draft",
		"/exhibit/createdAt", "2031-01-01T12:00:00.000Z", "/exhibit/updatedAt", "2031-01-01T12:01:00.000Z")
	w.ok("PATCH", "/exhibits/oil-can", w.curator, fmt.Sprintf(`{"exhibit":{"number":31,"body":"C","exhibition":%q,"audioUrl":null,"durationSeconds":null,"tagList":["x"]}}`, f), 200)
	w.want(w.ok("GET", "/exhibits/oil-can", w.curator, "", 200), "/exhibit/exhibition/slug", f, "/exhibit/body", "C", "/exhibit/audioUrl", nil,
		"/exhibit/durationSeconds", nil, "/exhibit/tagList", []any{"x"}, "/exhibit/title", "Tin Can")
	w.want(w.ok("GET", "/exhibits/oil-can-2", w.curator, "", 200), "/exhibit/title", "Oil Can", "/exhibit/exhibition/slug", e)
	w.refused("PATCH", "/exhibits/oil-can", w.curator, `{"exhibit":{"number":32}}`, "number")
	w.refused("PATCH", "/exhibits/oil-can", w.curator, `{"exhibit":{"exhibition":"none"}}`, "exhibition")
	w.refused("PATCH", "/exhibits/oil-can", w.curator, `{"exhibit":{"status":"gone"}}`, "status")
	w.refused("PATCH", "/exhibits/oil-can", w.curator, `{"exhibit":{"title":null}}`, "title")
	w.refused("PATCH", "/exhibits/oil-can", w.curator, `{"exhibit":{}}`, "exhibit")
	w.want(w.ok("GET", "/exhibits/oil-can", w.curator, "", 200), "/exhibit/number", 31, "/exhibit/exhibition/slug", f, "/exhibit/status", "draft", "/exhibit/title", "Tin Can")
	w.ok("PATCH", "/exhibits/none", w.curator, `{"exhibit":{"title":"X"}}`, 404)
	ada := w.register("ada")
	w.ok("POST", "/exhibits", ada, full, 403)
	w.ok("POST", "/exhibits", "", full, 401)
	w.ok("PATCH", "/exhibits/oil-can", ada, `{"exhibit":{"status":"published"}}`, 403)
	w.ok("PATCH", "/exhibits/oil-can", "", `{"exhibit":{"status":"published"}}`, 401)
}

func TestDraftsExistForCuratorsOnly(t *testing.T) {
	w := start(t, httpapi.Options{})
	e := w.exhibition("Maps of the Coast")
	s := w.draft("Secret Chart", 31, e, `["paper"]`)
	ada := w.register("ada")
	hidden := func() {
		t.Helper()
		for _, token := range []string{"", ada} {
			w.ok("GET", "/exhibits/"+s, token, "", 404)
			w.ok("GET", "/exhibits/"+s+"/comments", token, "", 404)
			w.want(w.ok("GET", "/exhibits?exhibition="+e, token, "", 200), "/exhibitsCount", 0, "/exhibits", []any{})
		}
		w.ok("POST", "/exhibits/"+s+"/favorite", ada, "", 404)
		w.ok("DELETE", "/exhibits/"+s+"/favorite", ada, "", 404)
		w.ok("POST", "/exhibits/"+s+"/comments", ada, `{"comment":{"body":"x"}}`, 404)
		w.want(w.ok("GET", "/exhibitions/"+e, "", "", 200), "/exhibition/exhibitsCount", 0)
	}
	hidden()
	w.want(w.ok("POST", "/exhibits/"+s+"/favorite", w.curator, "", 200), "/exhibit/favorited", true)
	comment := w.ok("POST", "/exhibits/"+s+"/comments", w.curator, `{"comment":{"body":"Check the date."}}`, 201)
	w.want(comment, "/comment/author/role", "curator")
	w.want(w.ok("GET", "/exhibits?exhibition="+e, w.curator, "", 200), "/exhibitsCount", 1, "/exhibits/0/slug", s, "/exhibits/0/status", "draft")
	w.later(time.Minute)
	w.want(w.ok("PATCH", "/exhibits/"+s, w.curator, `{"exhibit":{"status":"published"}}`, 200), "/exhibit/publishedAt", "2031-01-01T12:01:00.000Z")
	w.want(w.ok("GET", "/exhibits/"+s, ada, "", 200), "/exhibit/status", "published")
	w.want(w.ok("GET", "/exhibits/"+s+"/comments", "", "", 200), "/commentsCount", 1)
	w.want(w.ok("GET", "/exhibits?exhibition="+e, "", "", 200), "/exhibitsCount", 1)
	w.want(w.ok("GET", "/exhibitions/"+e, "", "", 200), "/exhibition/exhibitsCount", 1)
	w.later(time.Minute)
	w.ok("PATCH", "/exhibits/"+s, w.curator, `{"exhibit":{"status":"draft"}}`, 200)
	hidden()
	w.want(w.ok("PATCH", "/exhibits/"+s, w.curator, `{"exhibit":{"status":"published"}}`, 200), "/exhibit/publishedAt", "2031-01-01T12:01:00.000Z")
}

func TestListOfExhibits(t *testing.T) {
	w := start(t, httpapi.Options{})
	e, f := w.exhibition("Maps of the Coast"), w.exhibition("Winds and Tides")
	w.published("Copper Compass", 33, e, `["copper","navigation"]`)
	w.published("Tide Clock", 31, f, `["navigation"]`)
	w.published("Copper Kettle", 32, e, `["copper"]`)
	w.draft("Draft Chart", 30, e, `["navigation"]`)
	slugs := func(query string) string {
		t.Helper()
		got := w.ok("GET", "/exhibits?"+query, "", "", 200)
		names := []string{}
		for _, each := range at(got, "/exhibits").([]any) {
			names = append(names, at(each, "/slug").(string))
		}
		return fmt.Sprint(at(got, "/exhibitsCount"), " ", strings.Join(names, " "))
	}
	for query, want := range map[string]string{
		"tag=navigation":                  "2 tide-clock copper-compass",
		"tag=navig":                       "0 ",
		"exhibition=" + e:                 "2 copper-kettle copper-compass",
		"exhibition=" + e + "&tag=copper": "2 copper-kettle copper-compass",
		"exhibition=" + f + "&tag=copper": "0 ",
		"exhibition=none":                 "0 ",
		"favorited=nobody":                "0 ",
		"limit=2":                         "8 tide-clock copper-kettle",
		"limit=2&offset=2":                "8 copper-compass the-brass-fog-horn",
		"limit=2&offset=7":                "8 ships-biscuit",
		"tag=people&limit=1&offset=1":     "3 a-sailors-hammock",
	} {
		if got := slugs(query); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	for n := range 20 {
		w.published(fmt.Sprintf("Stone %d", n), 1000+n, f, `[]`)
	}
	got := w.ok("GET", "/exhibits?exhibition="+f, "", "", 200)
	if n := len(at(got, "/exhibits").([]any)); n != 20 {
		t.Errorf("%d exhibits without a limit, want 20", n)
	}
	w.want(got, "/exhibitsCount", 21, "/exhibits/0/number", 31, "/exhibits/19/number", 1018)
}

func TestFavourites(t *testing.T) {
	w := start(t, httpapi.Options{})
	ada, ben := w.register("ada"), w.register("ben")
	const lens, horn = "/exhibits/the-great-lens", "/exhibits/the-brass-fog-horn"
	for range 2 {
		w.want(w.ok("POST", lens+"/favorite", ada, "", 200), "/exhibit/slug", "the-great-lens", "/exhibit/favorited", true, "/exhibit/favoritesCount", 1)
	}
	w.want(w.ok("POST", lens+"/favorite", ben, "", 200), "/exhibit/favoritesCount", 2)
	w.ok("POST", horn+"/favorite", ben, "", 200)
	w.want(w.ok("GET", lens, "", "", 200), "/exhibit/favorited", false, "/exhibit/favoritesCount", 2)
	w.want(w.ok("GET", horn, ada, "", 200), "/exhibit/favorited", false, "/exhibit/favoritesCount", 1)
	w.want(w.ok("GET", "/exhibits?limit=2", ada, "", 200), "/exhibits/0/favorited", false, "/exhibits/1/favorited", true, "/exhibits/1/favoritesCount", 2)
	w.want(w.ok("GET", "/exhibits?favorited=ben", "", "", 200), "/exhibitsCount", 2, "/exhibits/0/slug", "the-brass-fog-horn", "/exhibits/0/favorited", false)
	w.want(w.ok("GET", "/exhibits?favorited=ada", ben, "", 200), "/exhibitsCount", 1, "/exhibits/0/slug", "the-great-lens", "/exhibits/0/favorited", true)
	for range 2 {
		w.want(w.ok("DELETE", lens+"/favorite", ada, "", 200), "/exhibit/favorited", false, "/exhibit/favoritesCount", 1)
	}
	w.want(w.ok("GET", lens, ben, "", 200), "/exhibit/favorited", true)
	w.want(w.ok("GET", "/exhibits?favorited=ada", "", "", 200), "/exhibitsCount", 0)
	w.ok("POST", lens+"/favorite", "", "", 401)
	w.ok("DELETE", lens+"/favorite", "", "", 401)
	w.ok("POST", "/exhibits/none/favorite", ada, "", 404)
	w.ok("DELETE", "/exhibits/none/favorite", ada, "", 404)
}

func TestComments(t *testing.T) {
	w := start(t, httpapi.Options{})
	ada, ben := w.register("ada"), w.register("ben")
	const lens = "/exhibits/the-great-lens/comments"
	say := func(token, body string) string {
		t.Helper()
		got := w.ok("POST", lens, token, fmt.Sprintf(`{"comment":{"body":%q}}`, body), 201)
		return fmt.Sprintf("/%.0f", at(got, "/comment/id"))
	}
	got := w.ok("POST", lens, ada, `{"comment":{"body":"First"}}`, 201)
	w.want(got, "/comment/body", "First", "/comment/author/username", "ada", "/comment/author/role", "visitor", "/comment/createdAt", "2031-01-01T12:00:00.000Z")
	first := fmt.Sprintf("/%.0f", at(got, "/comment/id"))
	second, third := say(ben, "Second"), say(ada, "Third")
	w.want(w.ok("GET", lens, "", "", 200), "/commentsCount", 3, "/comments/0/body", "Third", "/comments/1/body", "Second", "/comments/1/author/username", "ben", "/comments/2/body", "First")
	w.want(w.ok("GET", lens+"?limit=1&offset=1", "", "", 200), "/commentsCount", 3, "/comments/0/body", "Second", "/comments/1", nil)
	w.want(w.ok("GET", "/exhibits/the-brass-fog-horn/comments", "", "", 200), "/commentsCount", 0, "/comments", []any{})
	w.refused("POST", lens, ada, `{"comment":{"body":""}}`, "body")
	w.refused("POST", lens, ada, `{"comment":{}}`, "body")
	w.refused("POST", lens, ada, `{"comment":{"body":7}}`, "body")
	w.ok("POST", lens, "", `{"comment":{"body":"x"}}`, 401)
	w.ok("POST", "/exhibits/none/comments", ada, `{"comment":{"body":"x"}}`, 404)
	w.ok("GET", "/exhibits/none/comments", "", "", 404)

	w.ok("DELETE", lens+first, ben, "", 403)
	w.ok("DELETE", lens+first, "", "", 401)
	w.ok("DELETE", "/exhibits/the-brass-fog-horn/comments"+first, ada, "", 404)
	w.ok("DELETE", lens+"/99999", ada, "", 404)
	w.ok("DELETE", lens+"/x", ada, "", 404)
	w.want(w.ok("GET", lens, "", "", 200), "/commentsCount", 3)
	w.ok("DELETE", lens+first, ada, "", 204)
	w.ok("DELETE", lens+first, ada, "", 404)
	w.ok("DELETE", lens+second, w.curator, "", 204)
	w.want(w.ok("GET", lens, "", "", 200), "/commentsCount", 1, "/comments/0/body", "Third")
	w.ok("DELETE", lens+third, ada, "", 204)
	if again := say(ada, "Fourth"); again == third {
		t.Error("an id is used again")
	}
	for n := range 20 {
		say(ada, fmt.Sprint(n))
	}
	if n := len(at(w.ok("GET", lens, "", "", 200), "/comments").([]any)); n != 20 {
		t.Errorf("%d comments without a limit, want 20", n)
	}
}

func TestRequestsThatCannotBeRead(t *testing.T) {
	w := start(t, httpapi.Options{})
	path := "/api/v1/exhibitions"
	for _, each := range []struct {
		body, media string
		status      int
	}{
		{`{"exhibition":`, "application/json", 400},
		{`{"exhibition":{}} x`, "application/json", 400},
		{strings.Repeat("[", 20000), "application/json", 400},
		{`[]`, "application/json", 422},
		{`{"exhibition":[]}`, "application/json", 422},
		{`{"exhibition":{"title":"X","opensOn":"2031-01-01"}}`, "text/plain", 415},
		{`{"exhibition":{"title":"X","opensOn":"2031-01-01"}}`, "application/json; charset=utf-8", 201},
		{`{"exhibition":{"title":"` + strings.Repeat("x", 1<<20) + `"}}`, "application/json", 413},
	} {
		response, content := w.send("POST", path, w.curator, each.body, "Content-Type", each.media)
		if response.StatusCode != each.status {
			t.Errorf("%.40s as %s: status %d, want %d", each.body, each.media, response.StatusCode, each.status)
		}
		if media := response.Header.Get("Content-Type"); media != "application/json" || !bytes.HasPrefix(content, []byte("{")) {
			t.Errorf("%.40s: %s %s", each.body, media, content)
		}
	}
	w.want(w.ok("GET", "/exhibitions", "", "", 200), "/exhibitionsCount", 3)
}

func TestMethodsAndPaths(t *testing.T) {
	w := start(t, httpapi.Options{})
	for path, allow := range map[string]string{
		"/visitors":                           "POST",
		"/visitor":                            "GET, HEAD, PATCH",
		"/exhibitions":                        "GET, HEAD, POST",
		"/exhibits/the-great-lens":            "GET, HEAD, PATCH",
		"/exhibits/the-great-lens/favorite":   "DELETE, POST",
		"/exhibits/the-great-lens/comments/1": "DELETE",
		"/exhibitions/lights-of-the-harbour":  "GET, HEAD",
	} {
		response, content := w.send("PUT", "/api/v1"+path, w.curator, "{}")
		if response.StatusCode != 405 || response.Header.Get("Allow") != allow {
			t.Errorf("PUT %s: %d, Allow %q, want %q: %s", path, response.StatusCode, response.Header.Get("Allow"), allow, content)
		}
	}
	w.ok("GET", "/nothing", "", "", 404)
	response, content := w.send("GET", "/healthz", "", "")
	if response.StatusCode != 200 || !bytes.Contains(content, []byte("ok")) {
		t.Errorf("healthz: %d %s", response.StatusCode, content)
	}
	response, content = w.send("GET", "/openapi.yaml", "", "")
	if response.Header.Get("Content-Type") != "application/yaml" || !bytes.Contains(content, []byte("openapi:")) {
		t.Errorf("openapi.yaml: %s", response.Header.Get("Content-Type"))
	}
	response, _ = w.send("GET", "/config.json", "", "")
	if response.StatusCode != 404 {
		t.Errorf("config.json without a page: %d", response.StatusCode)
	}
}

func TestCORS(t *testing.T) {
	w := start(t, httpapi.Options{})
	response, _ := w.send("GET", "/api/v1/exhibits", "", "", "Origin", "https://a.example")
	if response.Header.Get("Access-Control-Allow-Origin") != "*" || response.Header.Get("Access-Control-Expose-Headers") != "X-Total-Count, Location" {
		t.Errorf("any origin: %v", response.Header)
	}
	w = start(t, httpapi.Options{CORSOrigins: []string{"https://a.example", "https://b.example"}})
	preflight := []string{"Access-Control-Request-Method", "PATCH", "Access-Control-Request-Headers", "authorization,content-type", "Origin"}
	response, _ = w.send("OPTIONS", "/api/v1/visitor", "", "", append(preflight, "https://b.example")...)
	header := response.Header
	if response.StatusCode != 204 || header.Get("Access-Control-Allow-Origin") != "https://b.example" ||
		!strings.Contains(header.Get("Access-Control-Allow-Methods"), "PATCH") || !strings.Contains(header.Get("Access-Control-Allow-Methods"), "DELETE") ||
		!strings.Contains(header.Get("Access-Control-Allow-Headers"), "Authorization") || !strings.Contains(header.Get("Access-Control-Allow-Headers"), "Content-Type") ||
		header.Get("Vary") != "Origin" {
		t.Errorf("preflight: %d %v", response.StatusCode, header)
	}
	for _, method := range []string{"OPTIONS", "GET"} {
		response, _ = w.send(method, "/api/v1/exhibits", "", "", append(preflight, "https://c.example")...)
		if origin := response.Header.Get("Access-Control-Allow-Origin"); origin != "" {
			t.Errorf("%s from another origin: %q", method, origin)
		}
	}
}

func TestThePageIsServed(t *testing.T) {
	folder := t.TempDir()
	if err := os.MkdirAll(filepath.Join(folder, "assets"), 0o750); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"index.html": "<!doctype html>guide", "assets/app.js": "let x"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w := start(t, httpapi.Options{StaticDir: folder})
	for _, each := range []struct {
		path, accept string
		status       int
		part         string
	}{
		{"/", "text/html", 200, "guide"},
		{"/exhibits/the-great-lens", "text/html,*/*", 200, "guide"},
		{"/api/v1/exhibits", "text/html", 200, "guide"},
		{"/api/v1/exhibits", "application/json", 200, "exhibitsCount"},
		{"/assets/app.js", "*/*", 200, "let x"},
		{"/assets/none.js", "*/*", 404, "errors"},
		{"/exhibits/the-great-lens", "*/*", 404, "errors"},
		{"/../../etc/passwd", "*/*", 404, "errors"},
		{"/config.json", "*/*", 200, `{"apiUrl":""}`},
		{"/healthz", "*/*", 200, "ok"},
	} {
		response, content := w.send("GET", each.path, "", "", "Accept", each.accept)
		if response.StatusCode != each.status || !strings.Contains(string(content), each.part) {
			t.Errorf("GET %s as %s: %d %s", each.path, each.accept, response.StatusCode, content)
		}
		if vary := strings.Join(response.Header.Values("Vary"), ","); !strings.Contains(vary, "Accept") {
			t.Errorf("GET %s: Vary %q", each.path, vary)
		}
	}
	response, _ := w.send("POST", "/exhibits/the-great-lens", "", "{}", "Accept", "text/html")
	if response.StatusCode != 404 {
		t.Errorf("POST to a page: %d", response.StatusCode)
	}
}

func TestParallelWrites(t *testing.T) {
	w := start(t, httpapi.Options{})
	ada := w.register("ada")
	var group sync.WaitGroup
	var mu sync.Mutex
	statuses := map[int]int{}
	for n := range 8 {
		group.Add(1)
		go func() {
			defer group.Done()
			for i := range 5 {
				request, _ := http.NewRequest("POST", w.url+"/api/v1/exhibits/the-great-lens/comments", strings.NewReader(fmt.Sprintf(`{"comment":{"body":"%d %d"}}`, n, i)))
				request.Header.Set("Authorization", "Bearer "+ada)
				request.Header.Set("Content-Type", "application/json")
				response, err := http.DefaultClient.Do(request)
				if err != nil {
					t.Error(err)
					return
				}
				_ = response.Body.Close()
				mu.Lock()
				statuses[response.StatusCode]++
				mu.Unlock()
			}
		}()
	}
	group.Wait()
	if statuses[201] != 40 {
		t.Errorf("statuses %v", statuses)
	}
	w.want(w.ok("GET", "/exhibits/the-great-lens/comments", "", "", 200), "/commentsCount", 40)
}
