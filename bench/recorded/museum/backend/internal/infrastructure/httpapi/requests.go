package httpapi

import (
	"encoding/json"
	"errors"
	"io"
	"math"
	"mime"
	"net/http"
	"net/url"
	"strconv"

	"harbour-museum-audio-guide/backend/internal/application"
	"harbour-museum-audio-guide/backend/internal/domain"
)

const maxBody = 1 << 20

// requestError is a refusal of a request that cannot be read.
type requestError struct {
	status  int
	field   string
	message string
}

func (e requestError) Error() string { return e.field + " " + e.message }

// input is the record inside the envelope of a request, and what is wrong with it.
type input struct {
	fields map[string]any
	errs   domain.FieldErrors
}

// readInput reads the record that the body has under the envelope's name.
func readInput(w http.ResponseWriter, r *http.Request, envelope string) (*input, error) {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || media != "application/json" {
		return nil, requestError{http.StatusUnsupportedMediaType, "body", "must be application/json"}
	}
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
	decoder.UseNumber()
	var body any
	if err := decoder.Decode(&body); err != nil {
		return nil, unreadable(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, unreadable(err)
	}
	object, ok := body.(map[string]any)
	if !ok {
		return nil, domain.OneField("body", "must be an object")
	}
	record, there := object[envelope]
	if !there {
		return nil, domain.OneField(envelope, "is required")
	}
	fields, ok := record.(map[string]any)
	if !ok {
		return nil, domain.OneField(envelope, "must be an object")
	}
	return &input{fields: fields, errs: domain.FieldErrors{}}, nil
}

func unreadable(err error) error {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return requestError{http.StatusRequestEntityTooLarge, "body", "is larger than one MiB"}
	}
	return requestError{http.StatusBadRequest, "body", "is not valid JSON"}
}

func (in *input) require(names ...string) {
	for _, name := range names {
		if _, there := in.fields[name]; !there {
			in.errs.Check(name, false, "is required")
		}
	}
}

// atLeastOne refuses a change without any field.
func (in *input) atLeastOne(envelope string) {
	in.errs.Check(envelope, len(in.fields) > 0, "must have at least one field")
}

func (in *input) text(name string) domain.Optional[string] {
	value, there := in.fields[name]
	if !there {
		return domain.Optional[string]{}
	}
	text, ok := value.(string)
	in.errs.Check(name, ok, "must be a text")
	return domain.Some(text)
}

func (in *input) textOr(name, otherwise string) string {
	if value := in.text(name); value.Set {
		return value.Value
	}
	return otherwise
}

func (in *input) nullableText(name string) domain.Optional[*string] {
	if value, there := in.fields[name]; there && value == nil {
		return domain.Some[*string](nil)
	}
	value := in.text(name)
	if !value.Set || len(in.errs[name]) > 0 {
		return domain.Optional[*string]{}
	}
	return domain.Some(&value.Value)
}

func (in *input) integer(name string) domain.Optional[int] {
	value, there := in.fields[name]
	if !there {
		return domain.Optional[int]{}
	}
	number, ok := whole(value)
	in.errs.Check(name, ok, "must be a whole number")
	return domain.Some(number)
}

func (in *input) nullableInteger(name string) domain.Optional[*int] {
	if value, there := in.fields[name]; there && value == nil {
		return domain.Some[*int](nil)
	}
	value := in.integer(name)
	if !value.Set || len(in.errs[name]) > 0 {
		return domain.Optional[*int]{}
	}
	return domain.Some(&value.Value)
}

func whole(value any) (int, bool) {
	number, ok := value.(json.Number)
	if !ok {
		return 0, false
	}
	if n, err := strconv.Atoi(number.String()); err == nil {
		return n, true
	}
	f, err := number.Float64()
	if err != nil || f != math.Trunc(f) || math.Abs(f) > 1<<53 {
		return 0, false
	}
	return int(f), true
}

func (in *input) texts(name string) domain.Optional[[]string] {
	value, there := in.fields[name]
	if !there {
		return domain.Optional[[]string]{}
	}
	list, ok := value.([]any)
	in.errs.Check(name, ok, "must be a list")
	texts := make([]string, 0, len(list))
	for _, each := range list {
		text, ok := each.(string)
		in.errs.Check(name, ok, "must be a list of texts")
		texts = append(texts, text)
	}
	return domain.Some(texts)
}

// readPage reads limit and offset.
func readPage(query url.Values) (application.Page, error) {
	page := application.Page{Limit: 20}
	errs := domain.FieldErrors{}
	if query.Has("limit") {
		limit, err := strconv.Atoi(query.Get("limit"))
		errs.Check("limit", err == nil && limit >= 1 && limit <= 100, "must be from 1 to 100")
		page.Limit = limit
	}
	if query.Has("offset") {
		offset, err := strconv.Atoi(query.Get("offset"))
		errs.Check("offset", err == nil && offset >= 0, "must be 0 or more")
		page.Offset = offset
	}
	return page, errs.Err()
}

func optionalQuery(query url.Values, name string) *string {
	if !query.Has(name) {
		return nil
	}
	value := query.Get(name)
	return &value
}
