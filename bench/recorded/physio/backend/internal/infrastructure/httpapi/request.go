package httpapi

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"physio-practice/backend/internal/domain"
)

const (
	maxBodyBytes = 1 << 20
	defaultLimit = 20
	maxLimit     = 100
	maxSearch    = 200
)

// decodeBody reads exactly one JSON object into target.
func decodeBody(w http.ResponseWriter, r *http.Request, target any) error {
	if header := r.Header.Get("Content-Type"); header != "" {
		media, _, err := mime.ParseMediaType(header)
		if err != nil || (media != "application/json" && !strings.HasSuffix(media, "+json")) {
			return &requestError{status: http.StatusUnsupportedMediaType, detail: "Send JSON (Content-Type: application/json)."}
		}
	}
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBodyBytes))
	if err := decoder.Decode(target); err != nil {
		return bodyError(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return bodyError(err)
	}
	return nil
}

func bodyError(err error) error {
	var tooLarge *http.MaxBytesError
	var wrongType *json.UnmarshalTypeError
	switch {
	case errors.As(err, &tooLarge):
		return &requestError{status: http.StatusRequestEntityTooLarge, detail: "The body is larger than one MiB."}
	case errors.As(err, &wrongType) && wrongType.Field != "":
		fields := []domain.FieldError{{Field: wrongType.Field, Message: "has the wrong type"}}
		return &requestError{status: http.StatusUnprocessableEntity, detail: "Some fields are not acceptable.", fields: fields}
	default:
		return &requestError{status: http.StatusBadRequest, detail: "The body is not one JSON object."}
	}
}

func pathID(r *http.Request) (int64, error) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		return 0, &requestError{status: http.StatusBadRequest, detail: "The id must be a number."}
	}
	return id, nil
}

func queryError(name, rule string) error {
	return &requestError{
		status: http.StatusBadRequest,
		detail: "A query parameter is malformed.",
		fields: []domain.FieldError{{Field: name, Message: rule}},
	}
}

func pageOf(values url.Values) (domain.Paging, error) {
	limit, err := numberOr(values, "limit", defaultLimit, 1, maxLimit)
	if err != nil {
		return domain.Paging{}, err
	}
	offset, err := numberOr(values, "offset", 0, 0, 1<<31-1)
	if err != nil {
		return domain.Paging{}, err
	}
	return domain.Paging{Limit: limit, Offset: offset}, nil
}

func numberOr(values url.Values, name string, fallback, low, high int) (int, error) {
	if !values.Has(name) {
		return fallback, nil
	}
	number, err := strconv.Atoi(values.Get(name))
	if err != nil || number < low || number > high {
		return 0, queryError(name, "must be a number from "+strconv.Itoa(low)+" to "+strconv.Itoa(high))
	}
	return number, nil
}

func orderOf(values url.Values, allowed []string) (domain.Sorting, error) {
	if !values.Has("sort") {
		return domain.Sorting{Field: "id", Descending: true}, nil
	}
	field, descending := strings.CutPrefix(values.Get("sort"), "-")
	if !slices.Contains(allowed, field) {
		return domain.Sorting{}, queryError("sort", "must be one of "+strings.Join(allowed, ", "))
	}
	return domain.Sorting{Field: field, Descending: descending}, nil
}

func searchOf(values url.Values) (string, error) {
	text := strings.TrimSpace(values.Get("q"))
	if utf8.RuneCountInString(text) > maxSearch {
		return "", queryError("q", "must have at most "+strconv.Itoa(maxSearch)+" characters")
	}
	return text, nil
}

func optionalID(values url.Values, name string) (*int64, error) {
	if !values.Has(name) {
		return nil, nil
	}
	id, err := strconv.ParseInt(values.Get(name), 10, 64)
	if err != nil || id < 1 {
		return nil, queryError(name, "must be an identifier")
	}
	return &id, nil
}

func optionalMember(values url.Values, name string, allowed []string) (*string, error) {
	if !values.Has(name) {
		return nil, nil
	}
	member := values.Get(name)
	if !slices.Contains(allowed, member) {
		return nil, queryError(name, "must be one of "+strings.Join(allowed, ", "))
	}
	return &member, nil
}
