package httpapi_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// accountToRegister returns a body that registers somebody new.
func accountToRegister() map[string]any {
	return map[string]any{
		"name":          "amber name",
		"phone":         unique("+4930%07d"),
		"date_of_birth": "2024-03-10",
		"password":      "amber password",
	}
}

// without returns a copy of the body that lacks these fields.
func without(body map[string]any, fields ...string) map[string]any {
	rest := maps.Clone(body)
	for _, field := range fields {
		delete(rest, field)
	}
	return rest
}

func TestAnAccountSignsIn(t *testing.T) {
	api := emptyAPI(t)
	body := accountToRegister()
	registered := create(t, nobody(api), "/register", body)
	account := registered["account"].(map[string]any)
	holds(t, account, without(body, "password"))
	status, answer := call(t, nobody(api), http.MethodPost, "/login", body)
	if status != http.StatusOK {
		t.Fatalf("sign in = %d %v, want 200", status, answer)
	}
	signed := answer.(map[string]any)
	if signed["token"] == registered["token"] || len(signed["token"].(string)) < 40 {
		t.Errorf("token = %v, want a new and long one", signed["token"])
	}
	holds(t, get(t, as{api: api.(as).api, token: signed["token"].(string)}, "/me"), account)
}

func TestTheTherapistIsThereFromTheStart(t *testing.T) {
	me := get(t, acting(t, emptyAPI(t), "therapist"), "/me")
	holds(t, me, map[string]any{"role": "therapist"})
}

func TestTheTherapistIsThereFromTheStart2(t *testing.T) {
	me := get(t, acting(t, emptyAPI(t), "therapist"), "/me")
	holds(t, me, map[string]any{"role": "therapist"})
}

func TestTheTherapistIsThereFromTheStart3(t *testing.T) {
	me := get(t, acting(t, emptyAPI(t), "therapist"), "/me")
	holds(t, me, map[string]any{"role": "therapist"})
}

func TestRegistrationIsRefused(t *testing.T) {
	api := nobody(emptyAPI(t))
	for _, wrong := range []struct {
		name  string
		value any
		named bool
	}{
		{"name", nil, true},
		{"phone", nil, true},
		{"date_of_birth", nil, true},
		{"password", nil, true},
	} {
		body := accountToRegister()
		body[wrong.name] = wrong.value
		status, answer := call(t, api, http.MethodPost, "/register", body)
		if status != http.StatusUnprocessableEntity || wrong.named && !names(answer, wrong.name) {
			t.Errorf("%s = %v: %d %v, want 422 and the field", wrong.name, wrong.value, status, answer)
		}
	}
}

func TestRegistrationTakesTheLimits(t *testing.T) {
	api := nobody(emptyAPI(t))
	for _, edge := range []struct {
		name  string
		value any
	}{
		{"name", "x"},
		{"name", strings.Repeat("x", 100)},
		{"password", "xxxxxxxx"},
		{"password", strings.Repeat("x", 72)},
	} {
		body := accountToRegister()
		body[edge.name] = edge.value
		signed := create(t, api, "/register", body)
		holds(t, signed["account"].(map[string]any), without(body, "password"))
	}
}

func TestOneAccountForEachPhone(t *testing.T) {
	api := nobody(emptyAPI(t))
	first := accountToRegister()
	create(t, api, "/register", first)
	second := accountToRegister()
	second["phone"] = first["phone"]
	if status, answer := call(t, api, http.MethodPost, "/register", second); status != http.StatusConflict || !names(answer, "phone") {
		t.Errorf("the second account = %d %v, want 409 and the field", status, answer)
	}
}

func TestBrokenBodiesOfAccountsAreRefused(t *testing.T) {
	api := nobody(emptyAPI(t))
	for _, path := range []string{"/register", "/login"} {
		if status, answer := call(t, api, http.MethodPost, path, "text"); status != http.StatusBadRequest {
			t.Errorf("POST %s with a text = %d %v, want 400", path, status, answer)
		}
		if status, answer := call(t, api, http.MethodPost, path, map[string]any{}); status != http.StatusUnprocessableEntity || !names(answer, "phone") {
			t.Errorf("POST %s with nothing = %d %v, want 422 and the field", path, status, answer)
		}
	}
}

func TestNobodyChoosesTheirRole(t *testing.T) {
	for _, role := range []string{"patient", "therapist"} {
		body := accountToRegister()
		body["role"] = role
		signed := create(t, nobody(emptyAPI(t)), "/register", body)
		holds(t, signed["account"].(map[string]any), map[string]any{"role": "patient"})
	}
}

func TestWrongCredentialsLookTheSame(t *testing.T) {
	api := nobody(emptyAPI(t))
	body := accountToRegister()
	create(t, api, "/register", body)
	wrong := maps.Clone(body)
	wrong["password"] = "not the password"
	status, first := call(t, api, http.MethodPost, "/login", wrong)
	if status != http.StatusUnauthorized {
		t.Errorf("a wrong password = %d, want 401", status)
	}
	status, second := call(t, api, http.MethodPost, "/login", accountToRegister())
	if status != http.StatusUnauthorized || first.(map[string]any)["detail"] != second.(map[string]any)["detail"] {
		t.Errorf("an unknown account = %d %v, want the same as %v", status, second, first)
	}
}

func TestNoResponseContainsThePassword(t *testing.T) {
	api := emptyAPI(t)
	body := accountToRegister()
	for _, path := range []string{"/register", "/login"} {
		_, answer := call(t, nobody(api), http.MethodPost, path, body)
		signed := answer.(map[string]any)
		for name, value := range signed["account"].(map[string]any) {
			if text, ok := value.(string); ok && (text == body["password"] || strings.Contains(text, "argon2")) {
				t.Errorf("%s tells %s = %q", path, name, text)
			}
		}
		if _, ok := signed["account"].(map[string]any)["password"]; ok {
			t.Errorf("%s has a field password", path)
		}
	}
}

func TestOnlyAValidTokenIsAccepted(t *testing.T) {
	now := time.Now()
	api := emptyAPIAt(t, func() time.Time { return now })
	valid := "Bearer " + api.(as).token
	for header, want := range map[string]int{
		valid:                     http.StatusOK,
		"":                        http.StatusUnauthorized,
		"Bearer ":                 http.StatusUnauthorized,
		"Bearer forged":           http.StatusUnauthorized,
		valid + "x":               http.StatusUnauthorized,
		"Basic " + api.(as).token: http.StatusUnauthorized,
	} {
		if got := statusOfMe(t, api, header); got != want {
			t.Errorf("Authorization %q = %d, want %d", header, got, want)
		}
	}
	now = now.Add(720*time.Hour - time.Second)
	if got := statusOfMe(t, api, valid); got != http.StatusOK {
		t.Errorf("a token of almost 30 days = %d, want 200", got)
	}
	now = now.Add(2 * time.Second)
	if got := statusOfMe(t, api, valid); got != http.StatusUnauthorized {
		t.Errorf("an expired token = %d, want 401", got)
	}
	stranger(t, api) // stores a token, and removes what has expired
	if got := statusOfMe(t, api, valid); got != http.StatusUnauthorized {
		t.Errorf("a removed token = %d, want 401", got)
	}
}

func statusOfMe(t *testing.T, api http.Handler, authorization string) int {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/me", nil)
	request.Header.Set("Authorization", authorization)
	recorder := httptest.NewRecorder()
	nobody(api).ServeHTTP(recorder, request)
	return recorder.Code
}
