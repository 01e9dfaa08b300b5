package httpapi

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"

	"trails/backend/internal/domain"
)

// requestError is a request that cannot be served as it was sent.
type requestError struct {
	status  int
	field   string
	message string
}

func (e *requestError) Error() string { return e.field + " " + e.message }

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		slog.Debug("client went away", "error", err)
	}
}

// writeErrors tells what is wrong with one field, or with the body as a whole.
func writeErrors(w http.ResponseWriter, status int, field, message string) {
	writeFields(w, status, []domain.FieldError{{Field: field, Message: message}})
}

func writeFields(w http.ResponseWriter, status int, fields []domain.FieldError) {
	told := map[string][]string{}
	for _, field := range fields {
		told[field.Field] = append(told[field.Field], field.Message)
	}
	writeJSON(w, status, map[string]any{"errors": told})
}

// writeError translates what went wrong into a status and words for a person.
func (h *handler) writeError(w http.ResponseWriter, r *http.Request, err error) {
	var bad *requestError
	var invalid *domain.ValidationError
	var conflict *domain.ConflictError
	switch {
	case errors.As(err, &bad):
		writeErrors(w, bad.status, bad.field, bad.message)
	case errors.As(err, &invalid):
		writeFields(w, http.StatusUnprocessableEntity, invalid.Fields)
	case errors.As(err, &conflict):
		writeErrors(w, http.StatusUnprocessableEntity, conflict.Field, "is already taken")
	case errors.Is(err, domain.ErrUnsigned):
		w.Header().Set("WWW-Authenticate", "Token")
		writeErrors(w, http.StatusUnauthorized, "token", "sign in with an email and password that belong together")
	case errors.Is(err, domain.ErrForbidden):
		writeErrors(w, http.StatusForbidden, "author", "it is somebody else's")
	case errors.Is(err, domain.ErrNotFound):
		writeErrors(w, http.StatusNotFound, "body", "there is no such thing")
	default:
		h.options.Logger.Error("request failed", "id", requestID(r.Context()), "error", err)
		writeErrors(w, http.StatusInternalServerError, "body", "the server could not answer; the log says why")
	}
}
