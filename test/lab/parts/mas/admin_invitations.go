package main

import "time"

type invitation struct {
	id, code string
	limit    *uint32
	created  time.Time
	expires  *time.Time
	revoked  *time.Time
}

// Nobody registers here, so none is ever used.
func (t *invitation) valid(now time.Time) bool {
	return t.revoked == nil && (t.expires == nil || t.expires.After(now)) && (t.limit == nil || *t.limit > 0)
}

func (t *invitation) resource() map[string]any {
	var limit any
	if t.limit != nil {
		limit = *t.limit
	}
	return resource("user-registration_token", t.id, "/user-registration-tokens/"+t.id, map[string]any{
		"token": t.code, "valid": t.valid(time.Now()), "usage_limit": limit, "times_used": 0,
		"created_at": rfc3339(&t.created), "last_used_at": nil, "expires_at": rfc3339(t.expires), "revoked_at": rfc3339(t.revoked),
	})
}

func (d *double) listTokens(in asked) (int, any, *refusal) {
	found := []map[string]any{}
	at := time.Now()
	for _, each := range d.invitations {
		is := map[string]bool{
			"used": false, "revoked": each.revoked != nil, "expired": each.expires != nil && !each.expires.After(at), "valid": each.valid(at),
		}
		fit := true
		for name, value := range is {
			if wanted := in.query.Get("filter[" + name + "]"); wanted != "" && (wanted == "true") != value {
				fit = false
			}
		}
		if fit {
			found = append(found, each.resource())
		}
	}
	return page(found, in)
}

func (d *double) addToken(in asked) (int, any, *refusal) {
	made := &invitation{id: newUlid(), code: newUlid()[14:], created: time.Now()}
	if code, ok := in.body["token"].(string); ok {
		made.code = code
	}
	if limit, ok := in.body["usage_limit"].(float64); ok {
		number := uint32(limit)
		made.limit = &number
	}
	if text, ok := in.body["expires_at"].(string); ok {
		at, _ := time.Parse(time.RFC3339, text)
		made.expires = &at
	}
	d.invitations = append(d.invitations, made)
	return single(201, made.resource(), in.path+"/"+made.id)
}

func (d *double) revokeToken(in asked) (int, any, *refusal)   { return d.mark(in, true) }
func (d *double) unrevokeToken(in asked) (int, any, *refusal) { return d.mark(in, false) }

func (d *double) mark(in asked, revoked bool) (int, any, *refusal) {
	for _, each := range d.invitations {
		if each.id != in.in {
			continue
		}
		if revoked == (each.revoked != nil) {
			word := map[bool]string{true: "already", false: "not"}[revoked]
			return 0, nil, refuse(400, "Registration token with ID %s is %s revoked", in.in, word)
		}
		each.revoked = nil
		if revoked {
			each.revoked = now()
		}
		return single(200, each.resource(), in.path)
	}
	return 0, nil, refuse(404, "Registration token with ID %s not found", in.in)
}
