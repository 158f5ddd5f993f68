package main

import (
	"context"
	"fmt"
	"time"

	"maunium.net/go/mautrix/bridgev2"
	"maunium.net/go/mautrix/bridgev2/database"
	"maunium.net/go/mautrix/bridgev2/networkid"
)

// What the imaginary network takes.
const (
	code     = "12345"
	password = "a second password"
	cookie   = "signed-in"
)

// The first code lapses after this time; the second is scanned after it.
const scan = 2 * time.Second

func (n *network) GetLoginFlows() []bridgev2.LoginFlow {
	return []bridgev2.LoginFlow{
		{ID: "phone", Name: "Phone number", Description: "A code is sent to another app"},
		{ID: "qr", Name: "QR code", Description: "A code to scan"},
		{ID: "cookies", Name: "Cookies", Description: "Values of a browser"},
	}
}

func (n *network) CreateLogin(_ context.Context, user *bridgev2.User, flow string) (bridgev2.LoginProcess, error) {
	process := &process{user: user}
	switch flow {
	case "phone":
		process.first = ask("phone_number", bridgev2.LoginInputFieldTypePhoneNumber, "Phone number", "")
	case "qr":
		process.first = show("tg://login?token=first")
	case "cookies":
		process.first = &bridgev2.LoginStep{
			Type: bridgev2.LoginStepTypeCookies, StepID: "bramble.invalid.cookies", Instructions: "Sign in there, and copy the value.",
			CookiesParams: &bridgev2.LoginCookiesParams{URL: "https://bramble.invalid/login", Fields: []bridgev2.LoginCookieField{{
				ID: "session", Required: true, Pattern: "^[a-z-]+$",
				Sources: []bridgev2.LoginCookieFieldSource{{Type: bridgev2.LoginCookieTypeCookie, Name: "session", CookieDomain: "bramble.invalid"}},
			}}},
		}
	default:
		return nil, bridgev2.ErrInvalidLoginFlowID
	}
	return process, nil
}

type process struct {
	user  *bridgev2.User
	first *bridgev2.LoginStep
	phone string
	shown int
}

func ask(id string, kind bridgev2.LoginInputFieldType, name, pattern string) *bridgev2.LoginStep {
	return &bridgev2.LoginStep{
		Type: bridgev2.LoginStepTypeUserInput, StepID: "bramble.invalid." + id,
		UserInputParams: &bridgev2.LoginUserInputParams{Fields: []bridgev2.LoginInputDataField{{Type: kind, ID: id, Name: name, Pattern: pattern}}},
	}
}

func show(data string) *bridgev2.LoginStep {
	return &bridgev2.LoginStep{
		Type: bridgev2.LoginStepTypeDisplayAndWait, StepID: "bramble.invalid.qr", Instructions: "Scan the code on your phone.",
		DisplayAndWaitParams: &bridgev2.LoginDisplayAndWaitParams{Type: bridgev2.LoginDisplayTypeQR, Data: data},
	}
}

func (p *process) Start(context.Context) (*bridgev2.LoginStep, error) { return p.first, nil }

func (p *process) Cancel() {}

func (p *process) Wait(ctx context.Context) (*bridgev2.LoginStep, error) {
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-time.After(scan):
	}
	p.shown++
	if p.shown == 1 {
		return show("tg://login?token=second"), nil
	}
	return p.done(ctx, "1001", "Scanned")
}

func (p *process) SubmitUserInput(ctx context.Context, input map[string]string) (*bridgev2.LoginStep, error) {
	switch {
	case input["phone_number"] != "":
		p.phone = input["phone_number"]
		return ask("code", bridgev2.LoginInputFieldType2FACode, "Code", "^[0-9]{5}$"), nil
	case input["code"] != "" && input["code"] != code:
		return nil, fmt.Errorf("the code is wrong")
	case input["code"] != "":
		return ask("password", bridgev2.LoginInputFieldTypePassword, "Password", ""), nil
	case input["password"] != password:
		return nil, fmt.Errorf("the password is wrong")
	}
	return p.done(ctx, "1002", p.phone)
}

func (p *process) SubmitCookies(ctx context.Context, cookies map[string]string) (*bridgev2.LoginStep, error) {
	if cookies["session"] != cookie {
		return nil, fmt.Errorf("the session has ended")
	}
	return p.done(ctx, "1003", "Browser")
}

func (p *process) done(ctx context.Context, id networkid.UserLoginID, name string) (*bridgev2.LoginStep, error) {
	login, err := p.user.NewLogin(ctx, &database.UserLogin{ID: id, RemoteName: name}, nil)
	if err != nil {
		return nil, err
	}
	login.Client.Connect(login.Log.WithContext(context.Background()))
	return &bridgev2.LoginStep{
		Type: bridgev2.LoginStepTypeComplete, StepID: "bramble.invalid.complete", Instructions: "Signed in as " + name,
		CompleteParams: &bridgev2.LoginCompleteParams{UserLoginID: id, UserLogin: login},
	}, nil
}
