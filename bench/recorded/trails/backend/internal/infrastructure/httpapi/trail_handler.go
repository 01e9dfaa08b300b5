package httpapi

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"trails/backend/internal/domain"
)

// trail is a trail as it is sent.
type trail struct {
	Slug           string    `json:"slug"`
	Name           string    `json:"name"`
	Summary        string    `json:"summary"`
	Region         string    `json:"region"`
	LengthKm       float64   `json:"lengthKm"`
	Warning        *string   `json:"warning"`
	Favorited      bool      `json:"favorited"`
	FavoritesCount int64     `json:"favoritesCount"`
	CreatedAt      time.Time `json:"createdAt"`
	UpdatedAt      time.Time `json:"updatedAt"`
	Author         author    `json:"author"`
}

func trailOf(t domain.Trail) trail {
	return trail{
		t.Slug, t.Name, t.Summary, t.Region, t.LengthKm, t.Warning, t.Favorited, t.FavoritesCount,
		t.CreatedAt, t.UpdatedAt, author{t.Author},
	}
}

func (h *handler) registerTrails(mux *http.ServeMux) {
	mux.HandleFunc("GET /api/trails", h.listTrails)
	mux.HandleFunc("POST /api/trails", h.signed(h.createTrail))
	mux.HandleFunc("/api/trails", methodNotAllowed("GET, HEAD, POST"))
	mux.HandleFunc("GET /api/trails/{slug}", h.getTrail)
	mux.HandleFunc("PUT /api/trails/{slug}", h.signed(h.changeTrail))
	mux.HandleFunc("DELETE /api/trails/{slug}", h.signed(h.deleteTrail))
	mux.HandleFunc("/api/trails/{slug}", methodNotAllowed("GET, HEAD, PUT, DELETE"))
	mux.HandleFunc("POST /api/trails/{slug}/favorite", h.signed(h.favorTrail))
	mux.HandleFunc("DELETE /api/trails/{slug}/favorite", h.signed(h.forgetTrail))
	mux.HandleFunc("/api/trails/{slug}/favorite", methodNotAllowed("POST, DELETE"))
}

func (h *handler) listTrails(w http.ResponseWriter, r *http.Request) {
	query, err := trailQuery(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	query.Viewer = h.viewer(r)
	found, total, err := h.services.Trails.List(r.Context(), query)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	trails := make([]trail, len(found))
	for i, one := range found {
		trails[i] = trailOf(one)
	}
	writeJSON(w, http.StatusOK, map[string]any{"trails": trails, "trailsCount": total})
}

func trailQuery(r *http.Request) (query domain.TrailQuery, err error) {
	values := r.URL.Query()
	if query.Page, err = pageOf(values); err != nil {
		return query, err
	}
	query.Region = values.Get("region")
	if values.Has("region") && !slices.Contains(domain.Regions, query.Region) {
		message := "must be one of " + strings.Join(domain.Regions, ", ")
		return query, &requestError{http.StatusUnprocessableEntity, "region", message}
	}
	return query, nil
}

func (h *handler) createTrail(w http.ResponseWriter, r *http.Request, account domain.Account) {
	var in domain.TrailInput
	if err := decodeBody(w, r, "trail", &in); err != nil {
		h.writeError(w, r, err)
		return
	}
	made, err := h.services.Trails.Create(r.Context(), account, in)
	h.writeTrail(w, r, http.StatusCreated, made, err)
}

func (h *handler) getTrail(w http.ResponseWriter, r *http.Request) {
	found, err := h.services.Trails.Get(r.Context(), r.PathValue("slug"), h.viewer(r))
	h.writeTrail(w, r, http.StatusOK, found, err)
}

func (h *handler) changeTrail(w http.ResponseWriter, r *http.Request, account domain.Account) {
	var in domain.TrailInput
	if err := decodeBody(w, r, "trail", &in); err != nil {
		h.writeError(w, r, err)
		return
	}
	changed, err := h.services.Trails.Change(r.Context(), account.ID, r.PathValue("slug"), in)
	h.writeTrail(w, r, http.StatusOK, changed, err)
}

func (h *handler) deleteTrail(w http.ResponseWriter, r *http.Request, account domain.Account) {
	if err := h.services.Trails.Delete(r.Context(), account.ID, r.PathValue("slug")); err != nil {
		h.writeError(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (h *handler) favorTrail(w http.ResponseWriter, r *http.Request, account domain.Account) {
	favored, err := h.services.Trails.Favor(r.Context(), account.ID, r.PathValue("slug"))
	h.writeTrail(w, r, http.StatusOK, favored, err)
}

func (h *handler) forgetTrail(w http.ResponseWriter, r *http.Request, account domain.Account) {
	forgotten, err := h.services.Trails.Forget(r.Context(), account.ID, r.PathValue("slug"))
	h.writeTrail(w, r, http.StatusOK, forgotten, err)
}

func (h *handler) writeTrail(w http.ResponseWriter, r *http.Request, status int, one domain.Trail, err error) {
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	writeJSON(w, status, map[string]any{"trail": trailOf(one)})
}
