package httpapi

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"trails/backend/internal/domain"
)

const (
	maxBodyBytes = 1 << 20
	defaultLimit = 20
	maxLimit     = 100
)

// decodeBody reads exactly one JSON object, and of it what stands under one name.
func decodeBody(w http.ResponseWriter, r *http.Request, name string, target any) error {
	if header := r.Header.Get("Content-Type"); header != "" {
		media, _, err := mime.ParseMediaType(header)
		if err != nil || (media != "application/json" && !strings.HasSuffix(media, "+json")) {
			return &requestError{http.StatusUnsupportedMediaType, "body", "must be JSON (Content-Type: application/json)"}
		}
	}
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBodyBytes))
	var envelope map[string]json.RawMessage
	if err := decoder.Decode(&envelope); err != nil {
		return bodyError(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return bodyError(errors.Join(err, errTrailing))
	}
	inside, ok := envelope[name]
	if !ok || string(inside) == "null" {
		return &requestError{http.StatusUnprocessableEntity, name, "is required"}
	}
	return bodyError(json.Unmarshal(inside, target))
}

// errTrailing says that something follows the object.
var errTrailing = errors.New("something follows the object")

func bodyError(err error) error {
	var tooLarge *http.MaxBytesError
	var wrongType *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &tooLarge):
		return &requestError{http.StatusRequestEntityTooLarge, "body", "is larger than one MiB"}
	case errors.As(err, &wrongType):
		return &requestError{http.StatusUnprocessableEntity, "body", "something has the wrong type: " + wrongType.Value}
	default:
		return &requestError{http.StatusUnprocessableEntity, "body", "is not one JSON object"}
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
		message := "must be a number from " + strconv.Itoa(low) + " to " + strconv.Itoa(high)
		return 0, &requestError{http.StatusUnprocessableEntity, name, message}
	}
	return number, nil
}
