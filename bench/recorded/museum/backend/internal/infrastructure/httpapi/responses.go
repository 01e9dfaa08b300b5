package httpapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"harbour-museum-audio-guide/backend/internal/domain"
)

type visitorJSON struct {
	Username string `json:"username"`
	Email    string `json:"email"`
	Language string `json:"language"`
	Role     string `json:"role"`
	Token    string `json:"token"`
}

func visitorBody(v *domain.Visitor, token string) map[string]any {
	return map[string]any{"visitor": visitorJSON{v.Username, v.Email, v.Language, v.Role, token}}
}

type exhibitionJSON struct {
	Slug          string  `json:"slug"`
	Title         string  `json:"title"`
	Description   string  `json:"description"`
	Floor         int     `json:"floor"`
	OpensOn       string  `json:"opensOn"`
	ClosesOn      *string `json:"closesOn"`
	ExhibitsCount int     `json:"exhibitsCount"`
	CreatedAt     string  `json:"createdAt"`
}

func instant(t time.Time) string {
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}

func exhibitionRecord(x domain.Exhibition) exhibitionJSON {
	return exhibitionJSON{x.Slug, x.Title, x.Description, x.Floor, x.OpensOn, x.ClosesOn, x.ExhibitsCount, instant(x.CreatedAt)}
}

type summaryJSON struct {
	Slug  string `json:"slug"`
	Title string `json:"title"`
}

type exhibitJSON struct {
	Slug            string      `json:"slug"`
	Title           string      `json:"title"`
	Number          int         `json:"number"`
	Body            string      `json:"body"`
	AudioURL        *string     `json:"audioUrl"`
	DurationSeconds *int        `json:"durationSeconds"`
	Status          string      `json:"status"`
	TagList         []string    `json:"tagList"`
	Exhibition      summaryJSON `json:"exhibition"`
	Favorited       bool        `json:"favorited"`
	FavoritesCount  int         `json:"favoritesCount"`
	PublishedAt     *string     `json:"publishedAt"`
	CreatedAt       string      `json:"createdAt"`
	UpdatedAt       string      `json:"updatedAt"`
}

func exhibitRecord(e domain.Exhibit) exhibitJSON {
	record := exhibitJSON{
		Slug: e.Slug, Title: e.Title, Number: e.Number, Body: e.Body,
		AudioURL: e.AudioURL, DurationSeconds: e.DurationSeconds, Status: e.Status, TagList: e.Tags,
		Exhibition: summaryJSON{e.ExhibitionSlug, e.ExhibitionTitle},
		Favorited:  e.Favorited, FavoritesCount: e.FavoritesCount,
		CreatedAt: instant(e.CreatedAt), UpdatedAt: instant(e.UpdatedAt),
	}
	if record.TagList == nil {
		record.TagList = []string{}
	}
	if e.PublishedAt != nil {
		at := instant(*e.PublishedAt)
		record.PublishedAt = &at
	}
	return record
}

type authorJSON struct {
	Username string `json:"username"`
	Role     string `json:"role"`
}

type commentJSON struct {
	ID        int64      `json:"id"`
	Body      string     `json:"body"`
	Author    authorJSON `json:"author"`
	CreatedAt string     `json:"createdAt"`
}

func commentRecord(c domain.Comment) commentJSON {
	return commentJSON{c.ID, c.Body, authorJSON{c.AuthorName, c.AuthorRole}, instant(c.CreatedAt)}
}

// records turns each record of a list into what is sent.
func records[T, J any](list []T, record func(T) J) []J {
	out := make([]J, 0, len(list))
	for _, each := range list {
		out = append(out, record(each))
	}
	return out
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(body); err != nil {
		slog.Error("encode response", "error", err)
		status = http.StatusInternalServerError
		out.Reset()
		out.WriteString(`{"errors":{"server":["failed"]}}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if _, err := w.Write(out.Bytes()); err != nil {
		slog.Debug("write response", "error", err)
	}
}

func writeErrors(w http.ResponseWriter, status int, errs domain.FieldErrors) {
	writeJSON(w, status, map[string]any{"errors": errs})
}

// writeError answers with the status and the messages of an error.
func writeError(w http.ResponseWriter, r *http.Request, err error) {
	var fields domain.FieldErrors
	var unreadable requestError
	switch {
	case errors.As(err, &fields):
		writeErrors(w, http.StatusUnprocessableEntity, fields)
	case errors.As(err, &unreadable):
		writeErrors(w, unreadable.status, domain.FieldErrors{unreadable.field: {unreadable.message}})
	case errors.Is(err, domain.ErrUnauthorized):
		w.Header().Set("WWW-Authenticate", "Bearer")
		writeErrors(w, http.StatusUnauthorized, domain.FieldErrors{"credentials": {"are missing or not valid"}})
	case errors.Is(err, domain.ErrForbidden):
		writeErrors(w, http.StatusForbidden, domain.FieldErrors{"account": {"may not do this"}})
	case errors.Is(err, domain.ErrNotFound):
		writeErrors(w, http.StatusNotFound, domain.FieldErrors{"path": {"does not exist"}})
	default:
		slog.Error("request failed", "method", r.Method, "path", r.URL.Path, "error", err)
		writeErrors(w, http.StatusInternalServerError, domain.FieldErrors{"server": {"failed"}})
	}
}
